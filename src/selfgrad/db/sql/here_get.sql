SELECT value FROM here WHERE key = :key
