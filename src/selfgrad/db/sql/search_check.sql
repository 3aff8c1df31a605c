INSERT INTO search (search) VALUES ('integrity-check')
