SELECT * FROM attempt WHERE learner = :learner AND subject = :round AND medium = 'take' ORDER BY id
