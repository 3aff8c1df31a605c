SELECT COUNT(*) FROM takeaway WHERE learner = :learner AND state = 'untested' AND gone = 0
