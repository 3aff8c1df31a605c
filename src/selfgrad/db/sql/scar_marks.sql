SELECT * FROM scar_mark WHERE learner = :learner AND scar = :scar ORDER BY id
