SELECT subject, loss, kept, closed_at, touched FROM round
WHERE learner = :learner AND state = 'closed' AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY closed_at DESC, touched DESC LIMIT :limit
