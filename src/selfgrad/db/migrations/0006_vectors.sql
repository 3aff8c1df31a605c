-- Sentence embeddings, where the settings name a model: worked out when nobody waits, thrown away with
-- the words, and neither exported nor synced. They are found by the words themselves, so that equal
-- words share one and an edit needs nothing noted.

CREATE TABLE vector (
    learner TEXT NOT NULL,
    words BLOB NOT NULL,            -- SHA-256 of what was said
    model TEXT NOT NULL,            -- as the setting names it
    value BLOB NOT NULL,            -- a signed byte a number; empty: the model does not know the words
    PRIMARY KEY (learner, words, model)
) STRICT;
