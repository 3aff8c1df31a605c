SELECT count(*) FROM round
WHERE learner = :learner AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
    AND closed_at > :after AND closed_at <= :until AND state = 'closed'
