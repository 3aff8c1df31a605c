SELECT attempt.*, round.aim AS aim, round.skill AS skill FROM attempt
JOIN round ON round.learner = attempt.learner AND round.subject = attempt.subject
WHERE attempt.learner = :learner AND attempt.day >= :first AND attempt.day <= :last
ORDER BY attempt.happened_at, attempt.id
