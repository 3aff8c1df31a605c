SELECT skill, count(*) AS rounds FROM round WHERE learner = :learner AND closed_at IS NOT NULL GROUP BY skill
