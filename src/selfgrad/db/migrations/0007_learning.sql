-- Three ways to find out: what a run printed and the commit it ran on; explanations with their points,
-- gaps and what is still there the next day; sources, and what of them a round has tested.

ALTER TABLE attempt ADD COLUMN tail TEXT;       -- the end of what a run or a cell printed
ALTER TABLE attempt ADD COLUMN revision TEXT;   -- the commit it was made in
ALTER TABLE attempt ADD COLUMN branch TEXT;
ALTER TABLE attempt ADD COLUMN changed INTEGER; -- tracked files that differed from that commit
ALTER TABLE attempt ADD COLUMN took_ms INTEGER; -- how long the run or the cell took

CREATE TABLE explanation (          -- a round whose output is an explanation
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "explain:" and the id of the round
    round TEXT NOT NULL,
    topic TEXT NOT NULL,
    audience TEXT,                  -- to whom it is explained
    better TEXT,                    -- the take that was kept as the better one
    content_ms INTEGER,             -- how long it takes to say, as given
    begun_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX explanation_topic ON explanation (learner, topic, begun_at);
CREATE INDEX explanation_round ON explanation (learner, round);

CREATE TABLE point (                -- what the learner named, before writing, as what has to be in it
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX point_subject ON point (learner, subject);

CREATE TABLE gap_mark (             -- what became of a gap; the gaps themselves are found in the take
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    take TEXT,                      -- the attempt it was found in
    gap TEXT NOT NULL,              -- its key, the same in every take
    what TEXT NOT NULL,             -- word, early, long, hedge, break, shorter
    words TEXT NOT NULL,
    how TEXT NOT NULL,              -- asked, aim, waved
    into_id TEXT,                   -- the question it became
    at INTEGER NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX gap_mark_subject ON gap_mark (learner, subject);

CREATE TABLE recollection (         -- the points again, on another day, without looking
    learner TEXT NOT NULL,
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    covered INTEGER NOT NULL,
    total INTEGER NOT NULL,
    happened_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, id)
) STRICT;

CREATE INDEX recollection_subject ON recollection (learner, subject);

CREATE TABLE source (               -- an article, a book, an episode; its note is never changed
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "source:" and a key of its address or title
    id TEXT NOT NULL,               -- of the first fact
    title TEXT NOT NULL,
    reference TEXT,                 -- the path of its note
    url TEXT,
    kind TEXT,
    author TEXT,
    published TEXT,
    hash TEXT,                      -- SHA-256 of the note as it was last read
    meta TEXT NOT NULL,             -- JSON: the front matter by its own keys
    read_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX source_reference ON source (learner, reference);

CREATE TABLE takeaway (
    learner TEXT NOT NULL,
    subject TEXT NOT NULL,          -- "takeaway:" and a key of its source and its words
    id TEXT NOT NULL,
    source TEXT NOT NULL,           -- the subject of the source
    words TEXT NOT NULL,
    heading TEXT,
    line INTEGER,
    state TEXT NOT NULL,            -- untested, held, failed, changed
    tests INTEGER NOT NULL,
    round TEXT,                     -- whose aim it became last, or which tested it last
    waiting INTEGER NOT NULL,       -- 1 it became the aim of that round and waits for its test
    gone INTEGER NOT NULL,          -- 1 the note no longer has it
    happened_at INTEGER NOT NULL,
    tested_at INTEGER,
    day TEXT NOT NULL,
    PRIMARY KEY (learner, subject)
) STRICT;

CREATE INDEX takeaway_source ON takeaway (learner, source);
CREATE INDEX takeaway_untested ON takeaway (learner, happened_at) WHERE state = 'untested';
CREATE INDEX takeaway_round ON takeaway (learner, round) WHERE round IS NOT NULL;
