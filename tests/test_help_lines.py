"""Where somebody listens: what is shown, for which country, and that the data are whole."""

import datetime
import os
import re
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfgrad.worth import help_lines

LISTED = ["US", "CA", "GB", "IE", "AU", "NZ", "DE", "AT", "CH", "FR", "ES", "IT", "NL", "SE", "NO", "DK", "FI", "PL", "PT", "BR", "IN", "CN", "TW", "HK", "SG", "JP", "KR"]  # fmt: skip
NUMBERS = {
    "US": "988",
    "CA": "988",
    "GB": "116 123",
    "IE": "116 123",
    "AU": "13 11 14",
    "NZ": "1737",
    "FR": "3114",
    "ES": "024",
    "NL": "113",
    "BR": "188",
    "IN": "14416",
    "CN": "12356",
    "TW": "1925",
    "SG": "1-767",
    "KR": "109",
}


def rows(name):
    with open(os.path.join(help_lines.HERE, name), encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]


def test_the_directory_comes_first_and_alone_where_the_country_is_not_known():
    for country in (None, "", "XX", "Atlantis"):
        for language in ("en", "zh", "fr"):
            (only,) = help_lines.lines(country, language)
            assert only.startswith(help_lines.DIRECTORY)


@pytest.mark.parametrize("country", LISTED)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_listed_country_has_one_or_two_short_lines_after_the_directory(country, language):
    first, *others = help_lines.lines(country, language)
    assert first.startswith(help_lines.DIRECTORY) and 1 <= len(others) <= 2
    assert all(any(letter.isdigit() for letter in line) and len(line) <= 72 for line in others)
    assert help_lines.lines(country.lower(), language) == [first, *others]


@pytest.mark.parametrize("country", NUMBERS)
def test_the_number_of_a_country_is_the_one_it_publishes(country):
    assert help_lines.lines(country, "en")[1].startswith(NUMBERS[country] + " ")


def test_a_line_in_the_language_of_the_sentence_comes_before_another():
    assert "09 2525 0116" in help_lines.lines("FI", "en")[1]
    assert "12356" in help_lines.lines("CN", "en")[1]


def test_no_more_than_three_lines_are_shown_however_many_a_country_has(tmp_path, monkeypatch):
    row = "XX\tsomebody\t12{}\ten\t2026-11-21\tnowhere\n"
    (tmp_path / "help_lines.tsv").write_text("".join(row.format(n) for n in range(5)), "utf-8")
    monkeypatch.setattr(help_lines, "HERE", str(tmp_path))
    assert [line[:3] for line in help_lines.lines("XX", "en")] == ["fin", "120", "121"]


def test_every_row_says_when_it_was_checked_and_against_what():
    for country, name, number, languages, checked, against in rows("help_lines.tsv"):
        assert country in LISTED and name and against
        assert re.fullmatch(r"[0-9][0-9 -]+[0-9]", number)
        assert all(re.fullmatch("[a-z]{2}", code) for code in languages.split())
        assert datetime.date.fromisoformat(checked) >= datetime.date(2026, 11, 1)
    assert {row[0] for row in rows("help_lines.tsv")} == set(LISTED)


def test_every_time_zone_is_one_and_belongs_to_one_country():
    known = zoneinfo.available_timezones()
    listed = [zone for _, zones in rows("zones.tsv") for zone in zones.split()]
    assert len(listed) == len(set(listed)) and set(listed) <= known
    assert {row[0] for row in rows("zones.tsv")} == set(LISTED)


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Paris", "FR"),
        ("America/New_York", "US"),
        ("America/Toronto", "CA"),
        ("Asia/Calcutta", "IN"),
        ("Asia/Shanghai", "CN"),
        ("PRC", "CN"),
        ("Asia/Hong_Kong", "HK"),
        ("Asia/Taipei", "TW"),
        ("Europe/Oslo", "NO"),
        ("Etc/UTC", None),
        ("Africa/Nairobi", None),
        ("Europe", None),
        ("", None),
    ],
)
def test_the_country_of_a_time_zone(zone, country):
    assert help_lines.country(zone) == country


def test_the_sentence_before_them_is_calm_and_in_the_language_of_the_writer():
    assert help_lines.sentence("zh") != help_lines.sentence("en") == help_lines.sentence("fr")
    for language in ("en", "zh"):
        shown = [help_lines.sentence(language), *help_lines.lines("CN", language)]
        assert not any(mark in line for line in shown for mark in "!！")


@given(st.text(), st.text())
def test_whatever_is_asked_there_is_an_answer(country, language):
    assert 1 <= len(help_lines.lines(country, language)) <= help_lines.MOST
    assert help_lines.country(country) in (None, *LISTED)
    assert help_lines.sentence(language)
