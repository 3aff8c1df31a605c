-- of the newest entries of a project, those that can come up
SELECT entry.id, entry.n, entry.kind, entry.words, entry.skill, entry.project, entry.parameter,
    entry.round, entry.happened_at, round.aim, round.state, round.loss, round.mistakes
FROM (
    SELECT * FROM entry WHERE learner = :learner AND project = :key ORDER BY n DESC LIMIT :looked_at
) AS entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.kind IN ('mistake', 'blind alley', 'step') AND entry.flag IS NULL
ORDER BY entry.n DESC LIMIT :limit
