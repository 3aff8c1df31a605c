SELECT * FROM takeaway WHERE learner = :learner AND round = :round AND waiting = 1 ORDER BY happened_at, subject
