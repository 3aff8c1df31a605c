SELECT entry.id AS id, entry.words AS words, round.aim AS aim
FROM entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.learner = :learner AND entry.kind IN ('mistake', 'blind alley', 'step') AND entry.flag IS NULL
ORDER BY entry.n DESC LIMIT :limit
