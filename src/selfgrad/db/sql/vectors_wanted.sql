SELECT n, words FROM entry
WHERE learner = :learner AND n < :below AND kind IN ('mistake', 'blind alley', 'step', 'aim') AND flag IS NULL
ORDER BY n DESC LIMIT :limit
