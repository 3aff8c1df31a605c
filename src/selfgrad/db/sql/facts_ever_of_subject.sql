SELECT id, act, subject, kind, happened_at, zone, day, body
FROM fact WHERE learner = :learner AND subject = :subject ORDER BY id
