SELECT body FROM fact WHERE learner = :learner AND kind = 'produced'
