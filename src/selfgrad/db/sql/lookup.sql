SELECT * FROM lookup WHERE learner = :learner AND subject = :subject
