-- what a parameter said before a round gave it another wording
SELECT words FROM wording
WHERE learner = :learner AND subject = :subject AND (happened_at, id) < (
    SELECT own.happened_at, own.id FROM wording AS own
    WHERE own.learner = :learner AND own.subject = :subject AND own.round = :round
    ORDER BY own.happened_at, own.id LIMIT 1
)
ORDER BY happened_at DESC, id DESC LIMIT 1
