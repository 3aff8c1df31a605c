SELECT subject, aim, state, loss FROM round
WHERE learner = :learner AND state <> 'open' ORDER BY touched DESC LIMIT 1
