SELECT id, n, words, kind, parameter, skill, project, round, loose FROM entry WHERE learner = :learner AND subject = :subject
