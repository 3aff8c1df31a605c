SELECT subject, kind, key, name, merged_into, archived, about FROM name WHERE learner = :learner AND subject = :subject
