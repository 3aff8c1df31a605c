-- CROSS JOIN: rounds first, for there are few of that time
SELECT entry.round AS round, round.attempts AS attempts, entry.parameter AS parameter, count(*) AS count
FROM round
CROSS JOIN entry
WHERE entry.learner = round.learner AND entry.round = round.subject AND round.learner = :learner AND round.opened_at >= :since
    AND round.skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
    AND entry.kind = 'mistake' AND entry.loose = 0
GROUP BY entry.round, round.attempts, entry.parameter
