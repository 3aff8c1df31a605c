SELECT slot, made_from, value FROM worked_out WHERE learner = :learner AND what = :what
