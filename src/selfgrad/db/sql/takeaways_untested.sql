-- by source, the one with the oldest of them first
SELECT takeaway.*, source.title AS title, source.id AS source_id
FROM takeaway LEFT JOIN source ON source.learner = takeaway.learner AND source.subject = takeaway.source
WHERE takeaway.learner = :learner AND takeaway.state = 'untested' AND takeaway.gone = 0
ORDER BY min(takeaway.happened_at) OVER (PARTITION BY takeaway.source),
    source.title COLLATE NOCASE, takeaway.source, takeaway.line, takeaway.happened_at, takeaway.subject
LIMIT :limit
