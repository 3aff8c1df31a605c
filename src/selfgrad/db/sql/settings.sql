SELECT key, value FROM setting WHERE learner = :learner ORDER BY key
