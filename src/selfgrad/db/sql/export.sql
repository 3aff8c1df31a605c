SELECT act.id AS act, act.recorded_at, act.device, act.verb,
    fact.id, fact.subject, fact.kind, fact.happened_at, fact.zone, fact.day, fact.body
FROM act LEFT JOIN fact ON fact.learner = act.learner AND fact.act = act.id
WHERE act.learner = :learner AND act.id > :after
ORDER BY act.id, fact.id
