SELECT count(*) AS rounds, count(loss) AS measured, coalesce(sum(loss), 0) AS losses FROM round
WHERE learner = :learner AND state = 'closed' AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
    AND (closed_at, touched) > (:after, :after_id) AND (closed_at, touched) <= (:until, :until_id)
