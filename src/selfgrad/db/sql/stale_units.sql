-- an empty unit comes first where the whole has been counted
SELECT '' AS unit FROM counted WHERE counted.learner = :learner AND counted.what = :what
UNION ALL
SELECT stale.unit FROM stale WHERE stale.learner = :learner AND stale.what = :what
ORDER BY unit
