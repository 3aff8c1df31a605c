SELECT coin.seat, coin.heads, coin.broken, trial.subject AS trial, trial.words, trial.pairs
FROM coin JOIN trial ON trial.learner = coin.learner AND trial.subject = coin.subject
WHERE coin.learner = :learner AND coin.round = :round AND trial.ended_at IS NULL
ORDER BY coin.id LIMIT 1
