SELECT * FROM entry
WHERE learner = :learner AND kind = 'mistake' AND flag IS NULL
ORDER BY n DESC LIMIT :limit
