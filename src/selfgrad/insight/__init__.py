"""Honest numbers about one person's practice: pure functions over arrays, oldest first.

Nothing here knows a database, a clock or a screen. How each number is worked out, with its source,
is in `docs/method.md`. Every module needs numpy (0.1 s to import), so it is imported where used.
"""
