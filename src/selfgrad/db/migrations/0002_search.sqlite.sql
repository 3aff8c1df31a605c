-- Full-text search is the one thing that each database does in its own way. Words are folded and
-- cut by search.py, so that the tokenizer has nothing left to decide (none of FTS5's knows Chinese).
CREATE VIRTUAL TABLE search USING fts5(
    folded, tokenize = "unicode61 remove_diacritics 0", prefix = '1 2 3'
);
