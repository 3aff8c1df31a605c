SELECT attempt.id AS id, attempt.unit AS unit, attempt.detail AS detail FROM attempt
JOIN (
    SELECT subject FROM round
    WHERE learner = :learner AND skill IS NOT DISTINCT FROM CAST(:skill AS TEXT) AND loss IS NOT NULL
    ORDER BY touched DESC LIMIT 1
) AS last ON last.subject = attempt.subject
WHERE attempt.learner = :learner AND attempt.loss IS NOT NULL
ORDER BY attempt.id DESC LIMIT 1
