SELECT coin.subject AS trial, coin.round
FROM coin JOIN round ON round.learner = coin.learner AND round.subject = coin.round
WHERE coin.learner = :learner AND round.state <> 'open'
ORDER BY coin.id DESC LIMIT 1
