SELECT rerating.round, rerating.loss AS after, round.loss AS before, rerating.happened_at, rerating.day,
    round.closed_at, round.skill, rerating.id
FROM rerating JOIN round ON round.learner = rerating.learner AND round.subject = rerating.round
WHERE rerating.learner = :learner AND round.loss IS NOT NULL
ORDER BY rerating.happened_at, rerating.id
