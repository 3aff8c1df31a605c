SELECT value FROM vector WHERE learner = :learner AND words = :words AND model = :model
