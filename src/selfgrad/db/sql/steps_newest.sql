SELECT subject, skill, parameter, wording, closed_at, closed_day, touched FROM round
WHERE learner = :learner AND kept = 0 AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY closed_at DESC, touched DESC LIMIT :limit
