SELECT * FROM round
WHERE learner = :learner AND (project IS NULL OR substr(project, 1, 12) <> :project)
ORDER BY touched DESC LIMIT 1
