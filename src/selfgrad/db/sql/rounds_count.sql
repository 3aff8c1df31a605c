SELECT count(*) FROM round WHERE learner = :learner AND closed_at IS NOT NULL
