SELECT id FROM (
    SELECT id FROM fact WHERE learner = :learner AND id < :id ORDER BY id DESC LIMIT 1
) AS before
UNION ALL
SELECT id FROM (
    SELECT id FROM fact WHERE learner = :learner AND id > :id ORDER BY id LIMIT 1
) AS after
