SELECT entry.*, coalesce(round.skill, entry.skill) AS placed
FROM entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.learner = :learner AND entry.kind = 'mistake' AND entry.subject = entry.id
    AND entry.happened_at >= :since AND entry.n >= :n AND entry.loose = 0
    AND coalesce(entry.parameter, 'unsorted') = 'unsorted'
ORDER BY entry.n DESC
