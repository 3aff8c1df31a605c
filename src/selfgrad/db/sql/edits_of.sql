SELECT id, body FROM fact WHERE learner = :learner AND subject = :subject AND kind = 'edited' ORDER BY id
