SELECT * FROM lookup
WHERE learner = :learner AND answer IS NULL ORDER BY asked_at DESC LIMIT :limit
