SELECT count(DISTINCT round) FROM scar_mark
WHERE learner = :learner AND scar = :scar AND how = 'repeated'
