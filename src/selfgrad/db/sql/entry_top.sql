SELECT max(n) FROM entry WHERE learner = :learner
