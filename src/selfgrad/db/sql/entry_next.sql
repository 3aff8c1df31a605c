SELECT min(n) FROM entry WHERE learner = :learner AND n >= :n
