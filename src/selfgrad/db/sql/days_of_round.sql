SELECT DISTINCT stretch.day FROM session
JOIN stretch ON stretch.learner = session.learner AND stretch.subject = session.subject
WHERE session.learner = :learner AND session.round = :round
