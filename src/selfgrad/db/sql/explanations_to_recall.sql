SELECT explanation.*, MAX(attempt.day) AS taken FROM explanation
JOIN attempt ON attempt.learner = explanation.learner AND attempt.subject = explanation.round
WHERE explanation.learner = :learner AND attempt.medium = 'take'
AND EXISTS (SELECT 1 FROM point WHERE point.learner = explanation.learner AND point.subject = explanation.subject)
AND NOT EXISTS (SELECT 1 FROM recollection
    WHERE recollection.learner = explanation.learner AND recollection.subject = explanation.subject)
GROUP BY explanation.learner, explanation.subject
HAVING MAX(attempt.day) < :day AND MAX(attempt.day) >= :since
ORDER BY explanation.begun_at DESC
