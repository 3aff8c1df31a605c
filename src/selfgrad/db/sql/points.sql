SELECT * FROM point WHERE learner = :learner AND subject = :subject ORDER BY id
