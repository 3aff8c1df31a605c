SELECT 1 FROM counted WHERE learner = :learner AND what = :what
