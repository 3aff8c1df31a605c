SELECT * FROM trial WHERE learner = :learner AND ended_at IS NULL ORDER BY subject
