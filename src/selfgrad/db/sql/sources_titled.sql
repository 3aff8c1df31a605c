SELECT * FROM source WHERE learner = :learner AND title = :title
