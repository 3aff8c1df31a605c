SELECT fact FROM tombstone WHERE learner = :learner ORDER BY fact
