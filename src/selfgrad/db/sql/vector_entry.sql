SELECT entry.words AS words, round.aim AS aim
FROM entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.learner = :learner AND entry.id = :id AND entry.flag IS NULL
