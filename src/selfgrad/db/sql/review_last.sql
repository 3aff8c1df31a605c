SELECT * FROM entry
WHERE learner = :learner AND subject >= :first AND subject <= :last AND kind = 'review'
ORDER BY subject DESC, n DESC LIMIT 1
