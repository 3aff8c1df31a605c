SELECT * FROM round
WHERE learner = :learner AND state IN ('open', 'produced', 'measured', 'reflected')
    AND project IS NOT DISTINCT FROM CAST(:project AS TEXT)
    AND (project IS NOT NULL OR skill IS NOT DISTINCT FROM CAST(:skill AS TEXT))
ORDER BY touched DESC LIMIT 1
