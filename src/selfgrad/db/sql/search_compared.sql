SELECT COALESCE(entry.n, search.rowid) AS n, entry.words, search.folded
FROM entry LEFT JOIN search ON search.rowid = entry.n
WHERE entry.learner = :learner
UNION ALL
SELECT search.rowid, NULL, search.folded FROM search
WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.learner = :learner AND entry.n = search.rowid)
