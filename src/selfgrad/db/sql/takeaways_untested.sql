SELECT * FROM takeaway WHERE learner = :learner AND state = 'untested' AND gone = 0 ORDER BY happened_at, line, subject LIMIT :limit
