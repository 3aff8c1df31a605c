SELECT id FROM entry WHERE learner = :learner AND subject = :subject AND loose = 1
