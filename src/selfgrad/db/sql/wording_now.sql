SELECT words FROM wording
WHERE learner = :learner AND subject = :subject
ORDER BY happened_at DESC, id DESC LIMIT 1
