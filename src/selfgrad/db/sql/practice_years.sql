SELECT DISTINCT substr(day, 1, 4) AS year, skill FROM practice
WHERE learner = :learner AND day > :after AND day < :before
