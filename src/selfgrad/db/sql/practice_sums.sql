SELECT skill, sum(ms) AS ms, sum(input) AS input, sum(by_hand) AS by_hand, sum(guessed) AS guessed,
    sum(rounds) AS rounds, max(day) AS last,
    sum(CASE WHEN day >= :week THEN ms ELSE 0 END) AS this_week,
    sum(CASE WHEN day >= :week_before AND day < :week THEN ms ELSE 0 END) AS last_week
FROM practice
WHERE learner = :learner AND day > :after AND day < :before
GROUP BY skill
