DELETE FROM search WHERE rowid = :n
