-- a plus keeps SQLite to the index of how entries begin: it would put :words into that too, or walk by n
SELECT id FROM entry
WHERE learner = :learner AND kind = 'mistake' AND substr(words, 1, 16) = substr(:words, 1, 16)
    AND +words = :words AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY +n DESC LIMIT 100
