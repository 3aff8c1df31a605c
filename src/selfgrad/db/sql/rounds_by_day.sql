SELECT closed_day AS day, coalesce(skill, '') AS skill, count(*) AS rounds FROM round
WHERE learner = :learner AND closed_day IS NOT NULL AND closed_day >= :first AND closed_day <= :last
GROUP BY closed_day, coalesce(skill, '')
