SELECT act FROM dead WHERE learner = :learner
