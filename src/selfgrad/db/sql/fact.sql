SELECT * FROM fact WHERE learner = :learner AND id = :id
