SELECT subject FROM name WHERE learner = :learner AND kind = :kind LIMIT 1
