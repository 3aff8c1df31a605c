"""How a reminder reaches its person, and what wakes it.

    calendars.py   a calendar file with alarms, for any calendar
    zones.py       the time zone in that file
    desktop.py     a notification on this desktop
    services.py    any address that Apprise understands: e-mail, Telegram, ntfy, Matrix, …
    timers.py      what runs `selfgrad remind` every five minutes

When one is due is in `plans.py`.
"""

import logging

from selfgrad.errors import SelfgradError

INSTALL = 'Install it with `pip install "selfgrad[remind]"`.'


class NotSent(SelfgradError):
    """A reminder could not be delivered; it is as due as before."""

    http = 503


def hush(library: str) -> None:
    """Keep what a library logs off the terminal: it may hold an address, and it is said here instead."""
    log = logging.getLogger(library)
    log.handlers, log.propagate = [logging.NullHandler()], False
