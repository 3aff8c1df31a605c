SELECT coin.id, coin.seat, coin.heads, coin.round, coin.broken, round.state, round.loss,
    round.closed_at
FROM coin JOIN round ON round.learner = coin.learner AND round.subject = coin.round
WHERE coin.learner = :learner AND coin.subject = :trial
ORDER BY coin.seat, coin.id
