SELECT entry.parameter AS parameter, entry.round AS round,
    coalesce(round.skill, entry.skill) AS skill, count(*) AS count
FROM entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.learner = :learner AND entry.kind = 'mistake' AND entry.subject = entry.id
    AND entry.happened_at >= :since AND entry.n >= :n AND entry.loose = 0
GROUP BY entry.parameter, entry.round, coalesce(round.skill, entry.skill)
