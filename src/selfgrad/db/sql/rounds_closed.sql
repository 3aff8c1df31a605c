SELECT subject, skill, kept, loss, parameter, wording, closed_at, closed_day FROM round
WHERE learner = :learner AND state = 'closed'
ORDER BY closed_at, touched
