SELECT max(id) FROM act WHERE learner = :learner
