SELECT happened_at FROM fact WHERE learner = :learner AND id >= :since ORDER BY id DESC LIMIT 1
