SELECT id FROM fact
WHERE learner = :learner AND kind NOT IN ('retracted', 'edited', 'deleted', 'forgotten')
    AND NOT EXISTS (SELECT 1 FROM dead WHERE dead.learner = fact.learner AND dead.act = fact.act)
ORDER BY id DESC LIMIT 1
