SELECT n FROM entry WHERE learner = :learner AND n BETWEEN :low AND :high
