SELECT id FROM fact WHERE learner = :learner AND id >= :id ORDER BY id
