SELECT subject FROM round WHERE learner = :learner AND aim = :aim
