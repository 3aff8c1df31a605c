"""Files of other programs: one file a format, with what reads it and what writes it."""
