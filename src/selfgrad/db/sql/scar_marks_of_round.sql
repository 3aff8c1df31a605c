SELECT scar, how FROM scar_mark WHERE learner = :learner AND round = :round ORDER BY id
