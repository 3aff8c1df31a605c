SELECT * FROM round
WHERE learner = :learner AND (project IS NULL OR project <> :project)
ORDER BY touched DESC LIMIT 1
