SELECT count(*) FROM met WHERE learner = :learner AND round = :round
