SELECT count(*) FROM fact WHERE learner = :learner
