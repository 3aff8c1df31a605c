SELECT n FROM entry WHERE learner = :learner AND round = :round AND subject = id AND kind = 'mistake'
