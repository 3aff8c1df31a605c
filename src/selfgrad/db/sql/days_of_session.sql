SELECT day FROM stretch WHERE learner = :learner AND subject = :subject
