SELECT * FROM lookup
WHERE learner = :learner AND answer IS NOT NULL ORDER BY subject DESC LIMIT :limit
