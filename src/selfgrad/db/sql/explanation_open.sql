SELECT explanation.* FROM explanation
JOIN round ON round.learner = explanation.learner AND round.subject = explanation.round
WHERE explanation.learner = :learner AND explanation.topic = :topic
    AND round.state IN ('open', 'produced', 'measured', 'reflected')
ORDER BY explanation.begun_at DESC LIMIT 1
