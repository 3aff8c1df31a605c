-- the last day of each month that has entries; looks at one entry a month
WITH RECURSIVE month (day) AS (
    SELECT max(day) FROM entry WHERE learner = :learner
    UNION ALL
    SELECT (SELECT max(entry.day) FROM entry WHERE entry.learner = :learner AND entry.day < substr(month.day, 1, 7))
    FROM month WHERE month.day IS NOT NULL
)
SELECT day FROM month WHERE day IS NOT NULL
