SELECT block, skill, parameter, count FROM caught WHERE learner = :learner
