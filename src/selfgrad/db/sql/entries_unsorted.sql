-- the index of days would be the wrong one: day || '' keeps it out
SELECT entry.*,
    (SELECT max(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id < entry.id) AS id_before,
    (SELECT min(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id > entry.id) AS id_after
FROM entry
WHERE learner = :learner AND n >= :low AND n < :high
    AND day || '' >= :first AND day || '' <= :last
    AND kind = 'mistake' AND parameter IS NULL AND coalesce(parameter, 'unsorted') = 'unsorted'
ORDER BY n DESC LIMIT :limit
