SELECT * FROM entry WHERE learner = :learner AND subject = :subject
UNION
SELECT * FROM entry WHERE learner = :learner AND round = :subject
