SELECT count(*) FROM tombstone WHERE learner = :learner
