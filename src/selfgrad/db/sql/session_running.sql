SELECT * FROM session WHERE learner = :learner AND ended_at IS NULL ORDER BY started_at DESC LIMIT 1
