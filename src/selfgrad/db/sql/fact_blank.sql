-- the one thing that is ever taken from a fact: words, by its learner's right
UPDATE fact SET body = :body WHERE learner = :learner AND id = :id
