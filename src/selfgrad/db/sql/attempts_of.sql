SELECT * FROM attempt WHERE learner = :learner AND subject = :subject ORDER BY id
