SELECT at FROM peek WHERE learner = :learner AND round = :round ORDER BY at DESC LIMIT 1000
