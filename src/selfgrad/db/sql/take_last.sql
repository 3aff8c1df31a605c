SELECT attempt.* FROM explanation
JOIN attempt ON attempt.learner = explanation.learner AND attempt.subject = explanation.round
WHERE explanation.learner = :learner AND attempt.medium = 'take'
ORDER BY attempt.id DESC LIMIT 1
