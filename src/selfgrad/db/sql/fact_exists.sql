SELECT 1 FROM fact WHERE learner = :learner AND id = :id
