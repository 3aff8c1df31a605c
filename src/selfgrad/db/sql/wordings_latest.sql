SELECT latest.subject AS subject, latest.words AS words, latest.round AS round,
    latest.happened_at AS happened_at, latest.day AS day, latest.versions AS versions,
    round.skill AS skill, round.subject AS known
FROM (
    SELECT wording.*,
        row_number() OVER (PARTITION BY subject ORDER BY happened_at DESC, id DESC) AS place,
        count(*) OVER (PARTITION BY subject) AS versions
    FROM wording WHERE learner = :learner
) AS latest
LEFT JOIN round ON round.learner = latest.learner AND round.subject = latest.round
WHERE latest.place <= :few
ORDER BY latest.subject, latest.happened_at DESC, latest.id DESC
