SELECT * FROM act
WHERE learner = :learner AND verb NOT IN ('undo', 'forget')
    AND NOT EXISTS (SELECT 1 FROM dead WHERE dead.learner = act.learner AND dead.act = act.id)
ORDER BY id DESC LIMIT 1
