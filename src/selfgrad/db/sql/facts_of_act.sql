SELECT id, act, subject, kind, happened_at, zone, day, body
FROM fact
WHERE learner = :learner AND act = :act
ORDER BY id
