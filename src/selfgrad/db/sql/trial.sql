SELECT * FROM trial WHERE learner = :learner AND subject = :subject
