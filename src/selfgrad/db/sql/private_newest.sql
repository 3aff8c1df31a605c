SELECT * FROM private_entry WHERE learner = :learner ORDER BY happened_at DESC, id DESC LIMIT 100
