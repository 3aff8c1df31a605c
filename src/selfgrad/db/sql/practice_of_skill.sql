SELECT day, ms FROM practice
WHERE learner = :learner AND skill = :skill AND day > :after AND day < :before AND ms > 0
