SELECT 1 FROM reminded WHERE learner = :learner AND plan = :plan AND day = :day AND at = :at
