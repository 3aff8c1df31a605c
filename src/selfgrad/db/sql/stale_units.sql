SELECT unit FROM stale WHERE learner = :learner AND what = :what ORDER BY unit
