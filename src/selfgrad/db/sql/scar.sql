SELECT * FROM scar WHERE learner = :learner AND id = :id
