INSERT INTO vector (learner, words, model, value) VALUES (:learner, :words, :model, :value)
ON CONFLICT (learner, words, model) DO UPDATE SET value = excluded.value
