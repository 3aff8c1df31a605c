SELECT round.subject AS round, round.aim, round.loss, round.closed_at, round.closed_day,
    attempt.medium, attempt.words, attempt.reference, attempt.hash
FROM round JOIN attempt ON attempt.learner = round.learner AND attempt.subject = round.subject
WHERE round.learner = :learner AND round.subject = :round
    AND attempt.criterion = 'gap' AND round.loss IS NOT NULL
ORDER BY attempt.id DESC LIMIT 1
