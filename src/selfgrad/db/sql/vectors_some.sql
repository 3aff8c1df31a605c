-- by the hashes of their words, which is at random
SELECT value FROM vector WHERE learner = :learner AND model = :model ORDER BY words LIMIT :limit
