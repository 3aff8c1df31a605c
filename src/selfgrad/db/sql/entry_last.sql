SELECT id FROM entry WHERE learner = :learner ORDER BY id DESC LIMIT 1
