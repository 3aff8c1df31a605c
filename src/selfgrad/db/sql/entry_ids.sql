SELECT id, n, words, kind, parameter, skill, project, round, loose, flag FROM entry WHERE learner = :learner AND subject = :subject
