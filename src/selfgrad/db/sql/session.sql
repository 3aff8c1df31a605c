SELECT * FROM session WHERE learner = :learner AND subject = :subject
