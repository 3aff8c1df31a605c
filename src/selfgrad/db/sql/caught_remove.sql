DELETE FROM caught WHERE learner = :learner AND block = :block
