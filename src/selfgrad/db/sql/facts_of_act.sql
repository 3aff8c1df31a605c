-- id || '': an act has few facts, and SQLite would rather read all there are in the order of their ids
SELECT id, act, subject, kind, happened_at, zone, day, body
FROM fact
WHERE learner = :learner AND act = :act
ORDER BY id || ''
