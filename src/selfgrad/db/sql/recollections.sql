SELECT * FROM recollection WHERE learner = :learner AND subject = :subject ORDER BY id
