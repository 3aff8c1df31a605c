SELECT id FROM fact WHERE learner = :learner ORDER BY id DESC LIMIT 1
