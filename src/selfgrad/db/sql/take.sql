SELECT * FROM attempt WHERE learner = :learner AND id = :id AND medium = 'take'
