SELECT * FROM takeaway WHERE learner = :learner AND subject = :subject
