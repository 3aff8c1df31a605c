SELECT 1 FROM met WHERE learner = :learner AND round = :round LIMIT 1
