SELECT subject FROM round WHERE learner = :learner AND state = 'closed' ORDER BY touched DESC LIMIT 1
