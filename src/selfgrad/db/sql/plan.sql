SELECT * FROM plan WHERE learner = :learner AND subject = :subject
