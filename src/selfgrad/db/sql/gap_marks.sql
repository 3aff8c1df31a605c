SELECT gap_mark.* FROM explanation
JOIN gap_mark ON gap_mark.learner = explanation.learner AND gap_mark.subject = explanation.subject
WHERE explanation.learner = :learner AND explanation.topic = :topic
ORDER BY gap_mark.id
