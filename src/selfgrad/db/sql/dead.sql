SELECT 1 FROM dead WHERE learner = :learner AND act = :act
