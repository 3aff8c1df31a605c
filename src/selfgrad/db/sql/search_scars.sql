-- the newest entries with a word, aims among them; a rare word has few, of a common one few are read
SELECT entry.id, entry.n, entry.kind, entry.words, entry.skill, entry.project, entry.parameter,
    entry.round, entry.happened_at, round.aim, round.state, round.loss, round.mistakes
FROM (
    SELECT rowid AS n FROM search WHERE search MATCH :words ORDER BY rowid DESC LIMIT :looked_at
) AS hit
CROSS JOIN entry ON entry.learner = :learner AND entry.n = hit.n
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.kind IN ('mistake', 'blind alley', 'step', 'aim') AND entry.flag IS NULL
ORDER BY entry.n DESC
