SELECT * FROM round WHERE learner = :learner ORDER BY touched DESC LIMIT 1
