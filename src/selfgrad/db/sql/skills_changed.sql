SELECT DISTINCT skill FROM round WHERE learner = :learner AND kept = 0
