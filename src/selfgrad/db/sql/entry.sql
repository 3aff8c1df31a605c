SELECT * FROM entry WHERE learner = :learner AND id = :id
