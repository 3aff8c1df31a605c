SELECT subject FROM round WHERE learner = :learner AND loss IS NOT NULL ORDER BY touched DESC LIMIT 1
