SELECT subject, kind, key, name, merged_into, archived, about FROM name WHERE learner = :learner AND kind = :kind ORDER BY key
