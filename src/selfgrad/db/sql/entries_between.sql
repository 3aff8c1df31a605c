SELECT * FROM entry WHERE learner = :learner AND day >= :first AND day <= :last ORDER BY n
