SELECT * FROM lookup WHERE learner = :learner AND round = :round ORDER BY asked_at, subject
