SELECT 1 FROM act WHERE learner = :learner AND id = :id
