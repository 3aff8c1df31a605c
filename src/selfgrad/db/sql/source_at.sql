SELECT * FROM source WHERE learner = :learner AND reference = :reference
