SELECT entry.*,
    (SELECT max(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id < entry.id) AS id_before,
    (SELECT min(fact.id) FROM fact WHERE fact.learner = entry.learner AND fact.id > entry.id) AS id_after
FROM search
CROSS JOIN entry ON entry.learner = :learner AND entry.n = search.rowid
WHERE search MATCH :words AND search.rowid >= :low AND search.rowid < :high
ORDER BY search.rowid DESC LIMIT :limit
