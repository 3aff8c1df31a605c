-- What makes the pages of a long journal quick. The tables are derived from derived ones, a unit (a
-- day, a block of entries) at a time: what is written notes the unit in `stale`, and a page counts
-- the stale ones anew. They start empty and are filled when a page first asks, so that opening an
-- old journal stays quick.

CREATE TABLE counted (              -- what has been counted as a whole, but for what is stale
    learner TEXT NOT NULL,
    what TEXT NOT NULL,             -- the name of the table
    PRIMARY KEY (learner, what)
) STRICT;

CREATE TABLE stale (
    learner TEXT NOT NULL,
    what TEXT NOT NULL,             -- the name of the table
    unit TEXT NOT NULL,             -- the day, or the number of the block
    PRIMARY KEY (learner, what, unit)
) STRICT;

CREATE TABLE practice (             -- a practice day in one skill; milliseconds, each moment once
    learner TEXT NOT NULL,
    day TEXT NOT NULL,
    skill TEXT NOT NULL,            -- as it was written, before merging; '' for none
    ms INTEGER NOT NULL,
    input INTEGER NOT NULL,         -- of it
    by_hand INTEGER NOT NULL,       -- of it
    guessed INTEGER NOT NULL,       -- of it
    without_output INTEGER NOT NULL,  -- of it, where no round has made anything
    rounds INTEGER NOT NULL,        -- closed or dropped on this day
    PRIMARY KEY (learner, day, skill)
) STRICT;

CREATE INDEX practice_skill ON practice (learner, skill, day, ms, rounds);

CREATE TABLE caught (               -- mistakes caught outside of rounds
    learner TEXT NOT NULL,
    block INTEGER NOT NULL,         -- of their places in the record
    skill TEXT NOT NULL,            -- as it was written; '' for none
    parameter TEXT NOT NULL,        -- as it was written; '' for none
    count INTEGER NOT NULL,
    PRIMARY KEY (learner, block, skill, parameter)
) STRICT;

CREATE INDEX entry_skill ON entry (learner, skill, n) WHERE skill IS NOT NULL;
CREATE INDEX entry_unsorted ON entry (learner, n)
    WHERE kind = 'mistake' AND coalesce(parameter, 'unsorted') = 'unsorted';
-- with the id, so that SQLite does not rather read all attempts in the order of their ids
DROP INDEX attempt_subject;
CREATE INDEX attempt_subject ON attempt (learner, subject, id);
-- with the answer, which is none, so that counting need not look at the questions themselves
DROP INDEX lookup_open;
CREATE INDEX lookup_open ON lookup (learner, asked_at, answer) WHERE answer IS NULL;
CREATE INDEX lookup_round ON lookup (learner, round) WHERE round IS NOT NULL;
-- of two that would do, SQLite takes the one made last: this one has a handful of rows, the other all
DROP INDEX round_open;
CREATE INDEX round_open ON round (learner, touched)
    WHERE state IN ('open', 'produced', 'measured', 'reflected');
CREATE INDEX round_opened ON round (learner, opened_at);
CREATE INDEX round_opened_in ON round (learner, skill, opened_at);
CREATE INDEX round_closed_in ON round (learner, skill, closed_at, touched, loss) WHERE state = 'closed';
CREATE INDEX round_changed ON round (learner, skill, closed_at, touched) WHERE kept = 0;
CREATE INDEX round_step ON round (learner, skill, touched) WHERE kept = 0;
