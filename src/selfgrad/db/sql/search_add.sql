INSERT INTO search (rowid, folded) VALUES (:n, :folded)
