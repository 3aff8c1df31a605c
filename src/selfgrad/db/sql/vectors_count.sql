SELECT count(*) FROM vector WHERE learner = :learner AND model = :model
