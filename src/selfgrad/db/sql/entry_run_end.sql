SELECT max(n) FROM entry WHERE learner = :learner AND n BETWEEN :n AND :far
