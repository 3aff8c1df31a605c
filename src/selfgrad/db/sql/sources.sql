SELECT * FROM source WHERE learner = :learner ORDER BY read_at DESC, title COLLATE NOCASE, reference, subject
