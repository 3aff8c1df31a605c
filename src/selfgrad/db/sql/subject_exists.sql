SELECT 1 FROM fact WHERE learner = :learner AND subject = :subject LIMIT 1
