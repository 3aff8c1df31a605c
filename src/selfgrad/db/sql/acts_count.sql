SELECT count(*) FROM act WHERE learner = :learner
