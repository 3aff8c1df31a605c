SELECT count(*) FROM fact
WHERE fact.learner = :learner
    AND NOT EXISTS (SELECT 1 FROM act WHERE act.learner = fact.learner AND act.id = fact.act)
