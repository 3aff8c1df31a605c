SELECT * FROM architecture WHERE learner = :learner ORDER BY id DESC LIMIT 1
