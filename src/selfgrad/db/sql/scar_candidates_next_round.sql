SELECT following.subject AS subject FROM round
JOIN round AS following
    ON following.learner = round.learner AND following.subject = round.following
WHERE round.learner = :learner AND round.subject = :round AND following.aim = round.aim
