SELECT subject, body FROM fact WHERE learner = :learner AND kind = 'forgotten' ORDER BY id
