SELECT key FROM here WHERE key >= :low AND key < :high ORDER BY key
