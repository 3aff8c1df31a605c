SELECT act.device FROM fact JOIN act ON act.learner = fact.learner AND act.id = fact.act
WHERE fact.learner = :learner AND fact.subject = :subject AND fact.kind = 'source_read'
    AND NOT EXISTS (SELECT 1 FROM dead WHERE dead.learner = fact.learner AND dead.act = fact.act)
ORDER BY fact.id DESC LIMIT 1
