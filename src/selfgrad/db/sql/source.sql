SELECT * FROM source WHERE learner = :learner AND subject = :subject
