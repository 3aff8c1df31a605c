SELECT entry.*, round.subject AS known, round.skill AS round_skill, round.attempts AS attempts,
    round.opened_at AS opened_at,
    (SELECT max(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id < entry.id) AS id_before,
    (SELECT min(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id > entry.id) AS id_after
FROM entry
LEFT JOIN round ON round.learner = entry.learner AND round.subject = entry.round
WHERE entry.learner = :learner AND entry.kind = 'mistake' AND entry.loose = 0
    AND coalesce(entry.parameter, 'unsorted') = 'unsorted'
ORDER BY entry.n DESC LIMIT :limit
