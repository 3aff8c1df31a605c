SELECT subject FROM round
WHERE learner = :learner AND skill IS NULL AND project IS NOT DISTINCT FROM CAST(:project AS TEXT)
ORDER BY touched
