SELECT * FROM source WHERE learner = :learner AND hash = :hash ORDER BY read_at, subject
