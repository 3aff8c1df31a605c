SELECT count(*) FROM round
WHERE learner = :learner AND state = 'closed' AND touched > :touched
    AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
