SELECT * FROM trial WHERE learner = :learner ORDER BY subject DESC
