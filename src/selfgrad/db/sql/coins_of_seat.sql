SELECT heads FROM coin WHERE learner = :learner AND subject = :trial AND seat = :seat ORDER BY id LIMIT 1
