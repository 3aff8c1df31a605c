-- mistakes caught outside of rounds, or in one that is not here
SELECT coalesce(entry.skill, '') AS skill, coalesce(entry.parameter, '') AS parameter, count(*) AS count
FROM entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.learner = :learner AND entry.n >= :low AND entry.n < :high
    AND entry.kind = 'mistake' AND entry.subject = entry.id AND entry.loose = 0
    AND round.subject IS NULL
GROUP BY coalesce(entry.skill, ''), coalesce(entry.parameter, '')
