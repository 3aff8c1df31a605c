DELETE FROM practice WHERE learner = :learner AND day >= :first AND day <= :last
