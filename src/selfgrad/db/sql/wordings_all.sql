SELECT wording.subject AS subject, wording.words AS words, wording.round AS round,
    wording.happened_at AS happened_at, wording.day AS day, round.skill AS skill, round.subject AS known
FROM wording
LEFT JOIN round ON round.learner = wording.learner AND round.subject = wording.round
WHERE wording.learner = :learner
ORDER BY wording.subject, wording.happened_at DESC, wording.id DESC
