SELECT id, act, subject, kind, happened_at, zone, day, body
FROM fact
WHERE learner = :learner AND subject = :subject
    AND NOT EXISTS (SELECT 1 FROM dead WHERE dead.learner = fact.learner AND dead.act = fact.act)
ORDER BY id
