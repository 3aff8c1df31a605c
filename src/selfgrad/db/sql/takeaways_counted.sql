SELECT source, state, COUNT(*) AS takeaways FROM takeaway
WHERE learner = :learner AND gone = 0
GROUP BY source, state
