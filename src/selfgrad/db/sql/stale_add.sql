INSERT INTO stale (learner, what, unit) VALUES (:learner, :what, :unit) ON CONFLICT DO NOTHING
