SELECT id FROM entry
WHERE learner = :learner AND kind = 'mistake' AND substr(words, 1, 16) = substr(:words, 1, 16)
    AND words = :words AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
ORDER BY n DESC LIMIT 100
