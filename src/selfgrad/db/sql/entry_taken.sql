SELECT 1 FROM entry WHERE learner = :learner AND n = :n
