SELECT entry.n, entry.skill, entry.parameter, entry.kind, entry.day FROM search
CROSS JOIN entry ON entry.learner = :learner AND entry.n = search.rowid
WHERE search MATCH :words AND search.rowid >= :low AND search.rowid < :high
ORDER BY search.rowid DESC LIMIT :limit
