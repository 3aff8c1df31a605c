SELECT opened_at, closed_at, skill FROM round
WHERE learner = :learner AND (closed_at IS NULL OR closed_at >= :since)
