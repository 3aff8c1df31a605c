SELECT id, act, subject, kind, happened_at, zone, day, body
FROM fact WHERE learner = :learner AND id >= :low AND id < :high ORDER BY id LIMIT 20
