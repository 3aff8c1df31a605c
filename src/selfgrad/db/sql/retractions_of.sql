SELECT act FROM fact WHERE learner = :learner AND subject = :subject AND kind = 'retracted' ORDER BY id
