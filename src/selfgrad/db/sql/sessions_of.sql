SELECT * FROM session WHERE learner = :learner AND round = :round ORDER BY started_at
