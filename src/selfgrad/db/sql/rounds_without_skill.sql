SELECT subject FROM round WHERE learner = :learner AND skill IS NULL ORDER BY touched
