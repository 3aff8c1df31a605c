SELECT 1 FROM met WHERE learner = :learner AND day = :day AND round IS NULL LIMIT 1
