SELECT trial.subject, trial.parameter, trial.words, trial.pairs, trial.begun_at, trial.day, trial.ended_at,
    trial.complete, trial.why,
    coalesce((SELECT round.skill FROM coin
        JOIN round ON round.learner = coin.learner AND round.subject = coin.round
        WHERE coin.learner = trial.learner AND coin.subject = trial.subject
        ORDER BY coin.id DESC LIMIT 1), trial.skill) AS skill
FROM trial
WHERE trial.learner = :learner AND (trial.ended_at IS NULL OR :ended = 1)
ORDER BY trial.subject DESC
