SELECT subject, opened_at FROM round
WHERE learner = :learner AND attempts > 0
ORDER BY opened_at DESC, subject DESC LIMIT :limit
