SELECT round.*,
    (SELECT max(fact.id) FROM fact WHERE fact.learner = round.learner AND fact.id < round.subject) AS id_before,
    (SELECT min(fact.id) FROM fact WHERE fact.learner = round.learner AND fact.id > round.subject) AS id_after
FROM round
WHERE learner = :learner AND closed_day IS NOT NULL AND closed_day >= :first AND closed_day <= :last
ORDER BY closed_at, subject
