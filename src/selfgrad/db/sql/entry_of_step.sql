SELECT id FROM entry WHERE learner = :learner AND subject = :subject AND kind = 'step' AND loose = 0
