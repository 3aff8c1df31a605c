DELETE FROM here WHERE key >= :low AND key < :high
