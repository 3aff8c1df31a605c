SELECT 1 FROM tombstone WHERE learner = :learner LIMIT 1
