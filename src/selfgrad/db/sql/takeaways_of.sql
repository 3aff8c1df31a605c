SELECT * FROM takeaway WHERE learner = :learner AND source = :source ORDER BY line, happened_at, subject
