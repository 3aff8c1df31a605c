SELECT words FROM entry WHERE learner = :learner AND n = :n
