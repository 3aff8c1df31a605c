INSERT INTO here (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value
