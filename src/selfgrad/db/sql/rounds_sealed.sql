SELECT * FROM round
WHERE learner = :learner AND closed_day IS NOT NULL AND closed_day >= :first AND closed_day <= :last
ORDER BY closed_at, subject
