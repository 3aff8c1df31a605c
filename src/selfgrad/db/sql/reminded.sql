SELECT day, at FROM reminded WHERE learner = :learner AND plan = :plan AND day >= :first ORDER BY day, at
