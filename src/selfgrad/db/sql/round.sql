SELECT * FROM round WHERE learner = :learner AND subject = :subject
