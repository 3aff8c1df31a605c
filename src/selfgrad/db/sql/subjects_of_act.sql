SELECT DISTINCT subject FROM fact WHERE learner = :learner AND act = :act
