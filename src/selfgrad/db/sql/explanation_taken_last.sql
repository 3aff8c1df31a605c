SELECT * FROM explanation
WHERE learner = :learner AND topic = COALESCE(:topic, topic)
AND EXISTS (SELECT 1 FROM attempt WHERE attempt.learner = explanation.learner
    AND attempt.subject = explanation.round AND attempt.medium = 'take')
AND EXISTS (SELECT 1 FROM point WHERE point.learner = explanation.learner AND point.subject = explanation.subject)
ORDER BY begun_at DESC LIMIT 1
