-- Coin-flip trials, plans, marks on a day and second ratings, derived from their facts. Last, what
-- has been worked out from all of it once: thrown away at any time, and worked out again.

CREATE TABLE trial (                -- a step that a coin switches on and off
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- the id of the fact that began it
    skill TEXT,
    parameter TEXT NOT NULL,
    words TEXT NOT NULL,            -- the step
    pairs INTEGER NOT NULL,         -- of rounds, fixed when it began
    begun_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    ended_at INTEGER,
    complete INTEGER NOT NULL,      -- 1 every round of it was opened before it ended
    why TEXT,                       -- it ended early
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX trial_running ON trial (learner, subject) WHERE ended_at IS NULL;

CREATE TABLE coin (                 -- a round of a trial, and how the coin fell for it
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,          -- the trial
    seat INTEGER NOT NULL,          -- 0, 1 are the first pair; a dropped round leaves its seat
    heads INTEGER NOT NULL,         -- 1 with the step, 0 without it
    round TEXT NOT NULL,
    broken INTEGER NOT NULL,        -- 1 done otherwise than the coin said; counted as it said
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX coin_subject ON coin (learner, subject);
CREATE INDEX coin_round ON coin (learner, round);

CREATE TABLE plan (                 -- the latest version of a plan
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "plan:guitar", or "plan:" for whatever is practised
    skill TEXT,
    cue TEXT NOT NULL,
    least_ms INTEGER NOT NULL,      -- the smallest day
    days TEXT NOT NULL,             -- weekdays, 0 is Monday: "0,1,2"
    remind TEXT NOT NULL,           -- "07:30,18:00", or ""
    quiet TEXT NOT NULL,            -- "22:00-07:00", or ""
    since TEXT NOT NULL,            -- the practice day of its first version
    ended_at INTEGER,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE TABLE mark (                 -- something said of a practice day
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "day:2026-11-21"
    day TEXT NOT NULL,
    what TEXT NOT NULL,             -- free, freeze, repaired, cue, felt
    skill TEXT,
    value REAL NOT NULL,            -- 1; of cue 1 it came, 0 it did not; of felt the mean of four answers
    answers TEXT,                   -- the four, 1 to 7: "5,4,6,5"
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX mark_day ON mark (learner, what, day);

CREATE TABLE rerating (             -- an old output rated again without its old mark
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    round TEXT NOT NULL,
    loss REAL NOT NULL CHECK (loss BETWEEN 0 AND 1),
    happened_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX rerating_round ON rerating (learner, round);

CREATE TABLE worked_out (           -- numbers that took a while, good as long as `made_from` is the same
    learner TEXT NOT NULL,
    what TEXT NOT NULL,             -- the kind of number
    slot TEXT NOT NULL,             -- of what: a skill and a block of its rounds, a step
    made_from TEXT NOT NULL,        -- SHA-256 of all that went into it
    value BLOB NOT NULL,
    PRIMARY KEY (learner, what, slot)
) STRICT;

-- what belongs to this place alone: neither exported nor synced -----------------------------------

CREATE TABLE reminded (             -- reminders that were sent, so that none comes twice
    learner TEXT NOT NULL,
    plan TEXT NOT NULL,
    day TEXT NOT NULL,
    at TEXT NOT NULL,               -- "07:30"
    PRIMARY KEY (learner, plan, day, at)
) STRICT;
