-- CROSS JOIN: sessions first, for a round has few
SELECT stretch.day FROM session
CROSS JOIN stretch
WHERE session.learner = :learner AND session.round = :round
    AND stretch.learner = session.learner AND stretch.subject = session.subject
