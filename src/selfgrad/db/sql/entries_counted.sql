SELECT count(*) FROM entry WHERE learner = :learner AND day >= :first AND day <= :last
