SELECT id, words, round, happened_at, day FROM wording
WHERE learner = :learner AND subject = :subject
ORDER BY happened_at DESC, id DESC
