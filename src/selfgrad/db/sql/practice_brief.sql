SELECT skill, sum(ms) AS ms, sum(rounds) AS rounds, max(day) AS last FROM practice
WHERE learner = :learner AND day > :after AND day < :before
GROUP BY skill
