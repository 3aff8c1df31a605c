SELECT day, skill, ms, input, by_hand, guessed, without_output, rounds FROM practice
WHERE learner = :learner AND day >= :first AND day <= :last
