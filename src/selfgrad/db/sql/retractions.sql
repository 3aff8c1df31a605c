SELECT fact.act AS act, fact.subject AS subject
FROM fact
WHERE fact.learner = :learner AND fact.kind = 'retracted'
ORDER BY fact.id
