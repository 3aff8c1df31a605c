SELECT min(id) FROM act WHERE learner = :learner
