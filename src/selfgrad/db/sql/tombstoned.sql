SELECT 1 FROM tombstone WHERE learner = :learner AND fact = :fact
