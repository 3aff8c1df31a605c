SELECT day, skill, value, answers FROM mark
WHERE learner = :learner AND what = :what AND day >= :first ORDER BY day, id
