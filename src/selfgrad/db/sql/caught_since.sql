SELECT skill, parameter, sum(count) AS count FROM caught
WHERE learner = :learner AND block > :after AND block < :before
GROUP BY skill, parameter
