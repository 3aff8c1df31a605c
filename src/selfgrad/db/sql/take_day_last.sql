SELECT MAX(day) FROM attempt WHERE learner = :learner AND subject = :round AND medium = 'take'
