-- Scars are mistakes seen from later rounds: which came up when, what became of it, and which are
-- one mistake in other words. Beside them, that a sentence about the person was met before it was
-- filed, without its words.

-- 'worth': it judges the person, and stays out of statistics and scars
ALTER TABLE entry ADD COLUMN flag TEXT;

CREATE TABLE scar (                 -- an entry that has come up, or has been joined with another
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "scar:" and the id of the entry
    id TEXT NOT NULL,               -- the entry
    into_id TEXT,                   -- the entry it is one mistake with, and counted under
    retired INTEGER NOT NULL,       -- 1 dodged so often running that it stays away
    retired_at INTEGER,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX scar_id ON scar (learner, id);
CREATE INDEX scar_into ON scar (learner, into_id) WHERE into_id IS NOT NULL;

CREATE TABLE scar_mark (            -- a scar in a round in which it came up
    learner TEXT NOT NULL,
    id TEXT NOT NULL,               -- of the first fact about it in this round
    subject TEXT NOT NULL,
    scar TEXT NOT NULL,             -- the entry
    round TEXT NOT NULL,
    how TEXT NOT NULL,              -- came, dodged, repeated, not (it did not apply)
    at INTEGER NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX scar_mark_subject ON scar_mark (learner, subject);
CREATE INDEX scar_mark_scar ON scar_mark (learner, scar);
CREATE INDEX scar_mark_round ON scar_mark (learner, round);

CREATE TABLE met (                  -- a sentence about the person, met before it was filed
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    round TEXT,
    how TEXT NOT NULL,              -- rephrased, kept, flagged (nobody was there to be asked)
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX met_round ON met (learner, round) WHERE round IS NOT NULL;
CREATE INDEX met_day ON met (learner, day);
CREATE INDEX met_subject ON met (learner, subject);

CREATE TABLE private_entry (        -- words set apart: in no index, no count, no review
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX private_subject ON private_entry (learner, subject);

CREATE INDEX entry_project ON entry (learner, project, n) WHERE project IS NOT NULL;

-- word for word the same mistake: by its beginning, which is short, and then by all of it
CREATE INDEX entry_start ON entry (learner, substr(words, 1, 16)) WHERE kind = 'mistake';
