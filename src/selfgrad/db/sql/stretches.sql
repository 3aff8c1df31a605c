SELECT stretch.subject AS session, session.round AS round,
    coalesce(round.skill, session.skill) AS skill, coalesce(round.project, session.project) AS project,
    stretch.day AS day, stretch.started_at AS started_at, stretch.ended_at AS ended_at,
    session.input AS input, session.by_hand AS by_hand, session.guessed AS guessed,
    coalesce(round.attempts, 0) AS attempts
FROM stretch
JOIN session ON session.learner = stretch.learner AND session.subject = stretch.subject
LEFT JOIN round ON round.learner = session.learner AND round.subject = session.round
WHERE stretch.learner = :learner AND stretch.day >= :first AND stretch.day <= :last
ORDER BY session.started_at, session.subject, stretch.started_at
