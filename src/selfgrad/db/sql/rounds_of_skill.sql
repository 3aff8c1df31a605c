SELECT subject, touched, closed_at AS at, loss, expected, level, coalesce(kept, 0) AS kept,
    CASE WHEN state = 'dropped' THEN 1 ELSE 0 END AS dropped, discomfort,
    closed_day AS day, mistakes
FROM round
WHERE learner = :learner AND closed_at IS NOT NULL AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY closed_at, touched
