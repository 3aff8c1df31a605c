DELETE FROM here WHERE key = :key
