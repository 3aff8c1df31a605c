SELECT count(*) FROM lookup WHERE learner = :learner AND answer IS NULL
