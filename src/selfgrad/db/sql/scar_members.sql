SELECT id FROM scar WHERE learner = :learner AND into_id = :into_id ORDER BY id
