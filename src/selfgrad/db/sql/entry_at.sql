SELECT entry.*,
    (SELECT max(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id < entry.id) AS id_before,
    (SELECT min(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id > entry.id) AS id_after
FROM entry
WHERE learner = :learner AND n = :n
