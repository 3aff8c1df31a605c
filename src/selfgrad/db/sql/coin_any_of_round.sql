SELECT subject AS trial FROM coin WHERE learner = :learner AND round = :round ORDER BY id LIMIT 1
