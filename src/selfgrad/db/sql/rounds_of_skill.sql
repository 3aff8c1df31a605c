SELECT subject, closed_at, touched, loss, expected, level, kept, parameter, wording,
    CASE WHEN state = 'dropped' THEN 1 ELSE 0 END AS dropped
FROM round
WHERE learner = :learner AND closed_at IS NOT NULL AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY closed_at, touched
