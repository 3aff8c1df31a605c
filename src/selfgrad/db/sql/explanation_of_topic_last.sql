SELECT * FROM explanation WHERE learner = :learner AND topic = :topic ORDER BY begun_at DESC LIMIT 1
