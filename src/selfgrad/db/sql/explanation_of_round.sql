SELECT * FROM explanation WHERE learner = :learner AND round = :round
