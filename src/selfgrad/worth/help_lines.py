"""Where somebody listens: an international directory, and help lines by country.

`help_lines.tsv` holds the lines (country, name, number, languages, when checked, against what) and
`zones.tsv` the time zones of the same countries. Numbers change: both are meant to be corrected.
"""

from __future__ import annotations

import os

HERE = os.path.dirname(__file__)
DIRECTORY = "findahelpline.com"  # more than 130 countries; lifeline-international.com, April 2024
MOST = 3  # lines on a screen, the directory among them

_SENTENCE = {
    "en": "This sounds heavy, and it need not be carried alone. Somebody to talk to now:",
    "zh": "听起来很沉重，这不必一个人扛。现在就可以找人说说话：",
}
_DIRECTORY = {"en": "{} (any country)", "zh": "{}（各国热线）"}


def sentence(language: str) -> str:
    """What is said before the lines, in "en" or "zh"; any other language reads English."""
    return _SENTENCE.get(language, _SENTENCE["en"])


def lines(country: str | None, language: str) -> list[str]:
    """At most three short lines: the directory, then those of an ISO country, if it is listed.

    A line where the language is spoken comes before one where it is not.

    >>> lines("CN", "zh")[:2]
    ['findahelpline.com（各国热线）', '12356（全国统一心理援助热线）']
    """
    code = (country or "").upper()
    found = [row for row in _rows("help_lines.tsv") if row[0] == code]
    found.sort(key=lambda row: language not in row[3].split())
    form = "{}（{}）" if language == "zh" else "{} ({})"
    shown = [form.format(number, name) for _, name, number, *_ in found[: MOST - 1]]
    return [_DIRECTORY.get(language, _DIRECTORY["en"]).format(DIRECTORY), *shown]


def country(zone: str) -> str | None:
    """The ISO country of an IANA time zone, among those with a line; None for any other name.

    >>> country("Europe/Paris"), country("US/Pacific"), country("Etc/UTC")
    ('FR', 'US', None)
    """
    return next((code for code, zones in _rows("zones.tsv") if zone in zones.split()), None)


def _rows(name: str) -> list[list[str]]:
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if line[0] != "#"]
