SELECT round.subject AS round, round.aim, round.loss, round.closed_at, round.closed_day,
    attempt.medium, attempt.words, attempt.reference, attempt.hash
FROM round JOIN attempt ON attempt.learner = round.learner AND attempt.subject = round.subject
WHERE round.learner = :learner AND round.skill IS NOT DISTINCT FROM CAST(:skill AS TEXT)
    AND round.state = 'closed' AND round.closed_at < :before
    AND attempt.criterion = 'gap' AND attempt.medium <> 'elsewhere'
    AND attempt.id = (SELECT max(last.id) FROM attempt AS last
        WHERE last.learner = round.learner AND last.subject = round.subject AND last.loss IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM rerating
        WHERE rerating.learner = round.learner AND rerating.round = round.subject)
ORDER BY substr(round.subject, 20) LIMIT 1
