SELECT wording, parameter, touched FROM round
WHERE learner = :learner AND kept = 0 AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY touched DESC LIMIT 1
