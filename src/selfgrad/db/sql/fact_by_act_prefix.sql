SELECT id, act, subject, kind, happened_at, zone, day, body
FROM fact WHERE learner = :learner AND act >= :low AND act < :high ORDER BY id LIMIT 20
