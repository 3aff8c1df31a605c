SELECT value FROM worked_out WHERE learner = :learner AND what = 'verdict' AND slot = :round
