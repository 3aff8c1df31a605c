SELECT entry.id, entry.n, entry.kind, entry.words, entry.skill, entry.project, entry.parameter,
    entry.round, entry.happened_at, round.aim, round.state, round.loss, round.mistakes
FROM entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.learner = :learner AND entry.id = :id
    AND entry.kind IN ('mistake', 'blind alley', 'step') AND entry.flag IS NULL
