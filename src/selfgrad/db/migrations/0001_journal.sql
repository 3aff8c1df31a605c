-- Facts are never updated; everything below the second rule is derived from them and can be
-- thrown away (`selfgrad doctor --rebuild`). Times are UTC milliseconds, days are civil dates.

-- what happened -----------------------------------------------------------------------------------

CREATE TABLE act (
    learner TEXT NOT NULL,
    id TEXT NOT NULL,               -- UUIDv7
    recorded_at INTEGER NOT NULL,   -- when it was written
    device TEXT NOT NULL,
    verb TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE TABLE fact (
    learner TEXT NOT NULL,
    id TEXT NOT NULL,               -- UUIDv7: their order is the order of the fold
    act TEXT NOT NULL,
    subject TEXT NOT NULL,          -- what it is about: a round, a session, "skill:guitar"
    kind TEXT NOT NULL,             -- past tense: opened, produced, measured
    happened_at INTEGER NOT NULL,   -- when it was done
    zone TEXT NOT NULL,             -- IANA
    day TEXT NOT NULL CHECK (length(day) = 10),  -- the practice day, fixed when it was written
    body TEXT NOT NULL,             -- JSON
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX fact_subject ON fact (learner, subject, id);
CREATE INDEX fact_act ON fact (learner, act);

-- what follows from it ----------------------------------------------------------------------------

CREATE TABLE dead (                 -- acts that an undo has taken back
    learner TEXT NOT NULL,
    act TEXT NOT NULL,
    PRIMARY KEY (learner, act)
) STRICT;

CREATE TABLE tombstone (            -- facts whose words are to be forgotten, wherever they turn up
    learner TEXT NOT NULL,
    fact TEXT NOT NULL,
    PRIMARY KEY (learner, fact)
) STRICT;

CREATE TABLE round (
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    aim TEXT NOT NULL,
    skill TEXT,
    project TEXT,
    level TEXT,
    expected REAL,
    loss REAL CHECK (loss BETWEEN 0 AND 1),
    raw REAL,
    unit TEXT,
    said TEXT,                      -- how the loss came about, in words
    attempts INTEGER NOT NULL,
    mistakes INTEGER NOT NULL,
    discomfort INTEGER,
    kept INTEGER,                   -- 1 keep, 0 change, null while it is open
    parameter TEXT,
    wording TEXT,
    held TEXT,
    why TEXT,
    following TEXT,                 -- the round that closing this one opened
    opened_at INTEGER NOT NULL,
    opened_day TEXT NOT NULL,
    closed_at INTEGER,
    closed_day TEXT,
    touched TEXT NOT NULL,          -- the id of the last fact that moved it
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX round_open ON round (learner, touched)
    WHERE state IN ('open', 'produced', 'measured', 'reflected');
CREATE INDEX round_touched ON round (learner, touched);
CREATE INDEX round_closed ON round (learner, closed_day) WHERE closed_day IS NOT NULL;
CREATE INDEX round_skill ON round (learner, skill, closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE attempt (
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,          -- the round
    medium TEXT NOT NULL,           -- text, file, url, commit, elsewhere
    words TEXT,
    reference TEXT,                 -- the address, the path or the commit
    hash TEXT,                      -- SHA-256 of a file
    size INTEGER,                   -- bytes
    loss REAL CHECK (loss BETWEEN 0 AND 1),
    raw REAL,
    unit TEXT,
    better TEXT,                    -- less, more
    criterion TEXT,
    said TEXT,
    detail TEXT,                    -- JSON
    happened_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX attempt_subject ON attempt (learner, subject);
CREATE INDEX attempt_day ON attempt (learner, day);

CREATE TABLE session (              -- a stretch of time; open while ended_at is null
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,
    round TEXT,
    skill TEXT,
    project TEXT,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    input INTEGER NOT NULL,         -- 1 reading, watching, looking up; 0 making
    guessed INTEGER NOT NULL,       -- 1 the clock was left running and the end is a guess
    by_hand INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX session_running ON session (learner, started_at) WHERE ended_at IS NULL;
CREATE INDEX session_round ON session (learner, round);

CREATE TABLE stretch (              -- a session cut at the start of each practice day
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- the session
    day TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (learner, subject, started_at)
) STRICT;

CREATE INDEX stretch_day ON stretch (learner, day);

CREATE TABLE lookup (
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,
    round TEXT,
    question TEXT NOT NULL,
    answer TEXT,
    source TEXT,
    used INTEGER,
    asked_at INTEGER NOT NULL,
    answered_at INTEGER,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX lookup_open ON lookup (learner, asked_at) WHERE answer IS NULL;

CREATE TABLE wording (              -- the optimizer's log
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "parameter:signs"
    words TEXT NOT NULL,
    round TEXT,
    happened_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX wording_subject ON wording (learner, subject, happened_at);

CREATE TABLE name (                 -- skills, projects and parameters as they are called now
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "skill:guitar"
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    merged_into TEXT,
    archived INTEGER NOT NULL,
    about TEXT NOT NULL,            -- JSON: target hours, criterion, which way it counts
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE TABLE setting (
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "setting:zone"
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE TABLE architecture (         -- worth and values, out of every loss's reach
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE TABLE entry (                -- the serial log: everything that has words
    learner TEXT NOT NULL,
    n INTEGER NOT NULL,             -- sorts by happened_at; the row of the full-text index
    id TEXT NOT NULL,               -- of the fact
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,             -- mistake, aim, output, step, question
    words TEXT NOT NULL,
    parameter TEXT,
    skill TEXT,
    project TEXT,
    round TEXT,
    happened_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    loose INTEGER NOT NULL,         -- 1 the round it belonged to had moved on
    PRIMARY KEY (learner, n)
) STRICT;

CREATE UNIQUE INDEX entry_id ON entry (learner, id);
CREATE INDEX entry_subject ON entry (learner, subject);
CREATE INDEX entry_day ON entry (learner, day);
CREATE INDEX entry_round ON entry (learner, round) WHERE round IS NOT NULL;
CREATE INDEX entry_parameter ON entry (learner, parameter, n) WHERE parameter IS NOT NULL;

-- what belongs to this place alone: neither exported nor synced -----------------------------------

CREATE TABLE here (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE peek (                 -- a sealed round that was opened again
    learner TEXT NOT NULL,
    round TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX peek_round ON peek (learner, round, at);
