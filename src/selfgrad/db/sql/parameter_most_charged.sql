SELECT parameter FROM entry
WHERE learner = :learner AND round = :round AND kind = 'mistake' AND parameter IS NOT NULL AND loose = 0
GROUP BY parameter ORDER BY count(*) DESC, min(n) LIMIT 1
