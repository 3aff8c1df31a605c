SELECT subject, opened_at FROM round
WHERE learner = :learner AND attempts > 0 AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY opened_at DESC, subject DESC LIMIT :limit
