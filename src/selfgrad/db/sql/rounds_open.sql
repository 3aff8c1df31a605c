SELECT * FROM round
WHERE learner = :learner AND state IN ('open', 'produced', 'measured', 'reflected')
ORDER BY touched DESC
