SELECT * FROM act WHERE learner = :learner AND id = :id
