SELECT entry.*,
    (SELECT max(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id < entry.id) AS id_before,
    (SELECT min(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id > entry.id) AS id_after
FROM (
    SELECT * FROM entry WHERE learner = :learner AND day >= :first AND day <= :last ORDER BY n LIMIT :limit
) AS entry
ORDER BY n
