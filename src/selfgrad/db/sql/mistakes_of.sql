SELECT * FROM entry WHERE learner = :learner AND subject = :subject AND kind = 'mistake' AND loose = 0
