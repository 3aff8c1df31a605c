"""Pages of a long journal against the same counted by hand, one row after the other."""

import json
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_kept_counts import HOUR, MINUTE, Ticking, days_of_practice, deeds, in_memory, live, rows

from selfgrad import errors, serial
from selfgrad.journal import Journal

slow = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SOME = [("a round", 1), ("log", 1), ("log", 4), ("a round", 2), ("step", 1), ("log of a skill", 2)]


def is_json(page):
    return json.loads(json.dumps(page)) == page


def name(journal, kind, key):
    return journal.called(kind, key) if key else None


# the serial log ---------------------------------------------------------------------------------


def paged(journal, limit, **asked):
    """Every hit, a page at a time."""
    found, before = [], None
    while True:
        page = journal.read.entries(before=before, limit=limit, **asked)
        assert len(page["hits"]) <= limit
        found += page["hits"]
        before = page["before"]
        if before is None:
            return found
        assert page["hits"] == [] or page["hits"][-1]["n"] >= before


def fits(journal, row, skill, parameter, month, word):
    if skill and name(journal, "skill", row["skill"]) != skill:
        return False
    if parameter == "unsorted" and (row["kind"] != "mistake" or row["parameter"]):
        return False
    called = name(journal, "parameter", row["parameter"])
    if parameter not in (None, "unsorted") and called != parameter:
        return False
    if word and word not in row["words"].lower():
        return False
    return not month or row["day"][:7] == month


@slow
@given(deeds, st.integers(1, 7), st.integers(0, 99))
def test_a_page_of_the_log_has_what_fits_newest_first(some, limit, n):
    with in_memory() as journal:
        live(journal, [*SOME, *some])
        everything = sorted(rows(journal, "entry"), key=lambda row: -row["n"])
        skills = [None, *(row["name"] for row in journal.names("skill", archived=True))]
        parameters = [None, "unsorted"]
        parameters += [row["name"] for row in journal.names("parameter", archived=True)]
        months = [None, *(row["month"] for row in journal.read.months())]
        pick = random.Random(n).choice
        for _ in range(6):
            words = pick([None, None, "caught"])
            asked = {"skill": pick(skills), "parameter": pick(parameters), "month": pick(months)}
            found = paged(journal, limit, words=words, **asked)
            expected = [r["id"] for r in everything if fits(journal, r, *asked.values(), words)]
            assert [hit["id"] for hit in found] == expected
            assert all(journal.short(hit["id"]) == hit["short"] for hit in found)


@slow
@given(deeds)
def test_the_months_are_those_of_the_entries(some):
    with in_memory() as journal:
        live(journal, [*SOME, *some])
        months = {row["day"][:7] for row in rows(journal, "entry")}
        expected = [{"month": month} for month in sorted(months, reverse=True)]
        assert journal.read.months() == expected


def test_a_day_that_began_in_the_month_before_belongs_to_that_month():
    """In Kiritimati the first of a month begins 14 hours before it does in London."""
    now = Ticking(1_796_032_800_000)  # 2026-11-30 10:00 UTC
    with in_memory(now) as journal:
        journal.log("in Paris")
        journal.set("zone", "Pacific/Kiritimati")
        journal.set("day_start", "00:00")
        journal.log("on the first of December")
        journal.set("day_start", "23:59")
        journal.log("still in November")
        words = [hit["words"] for hit in journal.read.entries(month="2026-11")["hits"]]
        assert words == ["still in November", "in Paris"]
        words = [hit["words"] for hit in journal.read.entries(month="2026-12")["hits"]]
        assert words == ["on the first of December"]


def test_a_search_in_a_skill_goes_on_where_it_stopped_looking(monkeypatch):
    monkeypatch.setattr(serial, "WALK", 10)
    with in_memory() as journal:
        journal.log("the rare one", skill="guitar")
        for _ in range(25):
            journal.log("the common one", skill="chess", new=True)
        pages, before = [], None
        while not pages or before is not None:
            page = journal.read.entries(words="the", skill="guitar", before=before)
            pages.append([hit["words"] for hit in page["hits"]])
            before = page["before"]
        assert pages == [[], [], ["the rare one"]]


def test_a_search_of_the_log_finds_what_find_finds():
    with in_memory() as journal:
        for n in range(30):
            journal.log(f"mistake {n}")
        found = journal.read.find("mis", limit=7)
        page = journal.read.entries(words="mis", limit=7)
        assert page == {"hits": found["hits"], "before": found["before"]}


def test_an_unknown_name_a_month_that_is_none_and_no_words_are_refused():
    with in_memory() as journal:
        journal.log("one", skill="guitar", to="signs")
        for asked in ({"skill": "guitra"}, {"parameter": "sings"}):
            with pytest.raises(errors.NotFound, match="Did you mean"):
                journal.read.entries(**asked)
        for asked in ({"month": "2026-13"}, {"month": "May"}, {"words": "…"}, {"limit": 0}):
            with pytest.raises(errors.BadInput):
                journal.read.entries(**asked)
        assert len(journal.read.entries(words=" ", skill="", parameter="", month="")["hits"]) == 1


def test_short_ids_of_the_same_millisecond_are_told_apart():
    with Journal(":memory:", now=lambda: 1_790_000_000_000) as journal:
        for n in range(9):
            journal.log(f"one {n}")
        hits = journal.read.entries()["hits"]
        assert len({hit["short"] for hit in hits}) == 9
        assert all(journal.read.show(hit["short"])["id"] == hit["id"] for hit in hits)


# skills, a curve, a year ------------------------------------------------------------------------


def hours_by(journal, *columns):
    counts = Counter()
    for part in journal.read.parts():
        counts[tuple(getattr(part, column) for column in columns)] += (
            part.ended_at - part.started_at
        )
    return counts


def sealed(journal):
    """The closed and dropped rounds in order, with the skill that counts now."""
    found = [row for row in rows(journal, "round") if row["closed_at"] is not None]
    for row in found:
        row["skill"] = journal.resolved("skill", row["skill"]) if row["skill"] else None
    return sorted(found, key=lambda row: (row["closed_at"], row["touched"]))


@slow
@given(deeds)
def test_every_skill_has_its_rounds_its_hours_and_its_last_day(some):
    with in_memory() as journal:
        live(journal, [*SOME, ("read", 0), *some])
        page = journal.read.skills()
        assert is_json(page)
        days = hours_by(journal, "skill", "day")
        rounds = sealed(journal)
        for row in page:
            mine = [r for r in rounds if r["skill"] == row["key"]]
            dates = [d for (skill, d), ms in days.items() if skill == row["key"] and ms]
            dates += [r["closed_day"] for r in mine]
            assert row["rounds"] == len(mine) and row["last"] == max(dates, default=None)
            assert row["ms"] == sum(ms for (key, _), ms in days.items() if key == row["key"])
            assert row["name"] == name(journal, "skill", row["key"])
        assert [row["last"] or "" for row in page] == sorted(
            (row["last"] or "" for row in page), reverse=True
        )
        named = {row["key"]: bool(row["archived"]) for row in journal.names("skill", archived=True)}
        assert {row["key"]: row["archived"] for row in page if row["key"] is not None} == named
        without = any(r["skill"] is None for r in rounds) or any(s is None for s, _ in days)
        assert any(row["key"] is None for row in page) == without


@slow
@given(deeds)
def test_a_curve_has_every_round_of_the_skill_in_columns(some):
    with in_memory() as journal:
        live(journal, [*SOME, ("read", 0), *some])
        days = hours_by(journal, "skill", "day")
        for key in [None, *(row["key"] for row in journal.names("skill"))]:
            page = journal.read.curve(name(journal, "skill", key))
            assert is_json(page) and page["skill"] == name(journal, "skill", key)
            mine, columns = [r for r in sealed(journal) if r["skill"] == key], page["rounds"]
            for column, of in (("at", "closed_at"), ("loss", "loss"), ("expected", "expected")):
                assert columns[column] == [row[of] for row in mine]
            assert columns["level"] == [row["level"] for row in mine]
            assert columns["kept"] == [row["kept"] or 0 for row in mine]
            assert columns["dropped"] == [int(row["state"] == "dropped") for row in mine]
            assert [short[:12] for short in columns["id"]] == [
                row["subject"].replace("-", "")[:12] for row in mine
            ]
            changes = [row for row in mine if row["kept"] == 0]
            assert [step["words"] for step in page["steps"]] == [row["wording"] for row in changes]
            assert [step["in_force"] for step in page["steps"]] == [
                row is changes[-1] for row in changes
            ]
            hours = dict(zip(page["hours"]["day"], page["hours"]["ms"], strict=True))
            assert hours == {day: ms for (skill, day), ms in days.items() if skill == key and ms}
            assert page["hours"]["day"] == sorted(page["hours"]["day"])
            levels = [row["level"] for row in mine if row["level"] is not None]
            assert page["levels"] == list(dict.fromkeys(levels))


def test_the_rounds_of_a_curve_can_be_opened():
    with in_memory() as journal:
        live(journal, [("a round", 1), ("a round", 3)])
        shorts = journal.read.curve("skill1")["rounds"]["id"]
        assert len(shorts) == 2
        for short in shorts:
            assert journal.read.show(short)["skill"] == "skill1"


def test_a_year_that_is_none_is_refused():
    with in_memory() as journal:
        for year in (0, 10_000):
            with pytest.raises(errors.BadInput):
                journal.read.year(year)


def test_a_curve_of_an_unknown_skill_is_refused():
    with in_memory() as journal, pytest.raises(errors.NotFound):
        journal.read.curve("guitar")


@slow
@given(deeds, st.booleans())
def test_a_year_has_all_its_days_and_they_sum_to_the_hours(some, one):
    with in_memory() as journal:
        live(journal, [*SOME, ("read", 0), *some])
        skill = journal.names("skill")[0]["key"] if one and journal.names("skill") else None
        days, rounds = Counter(), Counter()
        for (key, day), ms in hours_by(journal, "skill", "day").items():
            days[day] += ms * (skill in (None, key))
        for row in sealed(journal):
            rounds[row["closed_day"]] += skill in (None, row["skill"])
        years = {day[:4] for counts in (days, rounds) for day, count in counts.items() if count}
        asked = name(journal, "skill", skill)
        assert journal.read.year(skill=asked)["years"] == sorted(map(int, years), reverse=True)
        for year in sorted(years | {"2024"}):
            page = journal.read.year(int(year), asked)
            assert is_json(page) and page["year"] == int(year)
            first = date(int(year), 1, 1)
            length = (date(int(year) + 1, 1, 1) - first).days
            civil = [(first + timedelta(n)).isoformat() for n in range(length)]
            assert [(d["day"], d["ms"], d["rounds"]) for d in page["days"]] == [
                (day, days[day], rounds[day]) for day in civil
            ]
            assert page["ms"] == sum(days[day] for day in civil)
            assert page["rounds"] == sum(rounds[day] for day in civil)


# steps, credit, parameters ----------------------------------------------------------------------


def steps_by_hand(journal):
    """Cut the rounds of each skill at its changes."""
    skills = {}
    for row in sealed(journal):
        if row["state"] == "closed":
            skills.setdefault(row["skill"], []).append(row)
    for skill, rounds in skills.items():
        cuts = [place + 1 for place, row in enumerate(rounds) if row["kept"] == 0]
        for start, cut, end in zip([0, *cuts], cuts, [*cuts[1:], len(rounds)], strict=False):
            row = rounds[cut - 1]
            yield {
                "at": row["closed_at"],
                "round": row["subject"],
                "skill": name(journal, "skill", skill),
                "words": row["wording"],
                "before": summary(rounds[start:cut]),
                "after": summary(rounds[cut:end]),
                "in_force": cut == cuts[-1],
                "held": end - cut,
            }


def summary(rounds):
    losses = [row["loss"] for row in rounds if row["loss"] is not None]
    mean = pytest.approx(sum(losses) / len(losses)) if losses else None
    return {"rounds": len(rounds), "measured": len(losses), "mean": mean}


@slow
@given(deeds, st.integers(1, 9))
def test_steps_are_those_counted_by_hand(some, limit):
    with in_memory() as journal:
        live(journal, [*SOME, ("step", 2), *some, ("step", 3)])
        expected = sorted(steps_by_hand(journal), key=lambda s: (s["at"], s["round"]), reverse=True)
        page = journal.read.steps(limit=limit)
        assert is_json(page)
        assert [{key: step[key] for key in expected[0]} for step in page] == expected[:limit]
        for skill in journal.names("skill"):
            mine = [step for step in expected if step["skill"] == skill["name"]]
            page = journal.read.steps(skill["name"], limit=limit)
            assert [step["round"] for step in page] == [step["round"] for step in mine][:limit]


@slow
@given(deeds, st.integers(1, 12), st.booleans())
def test_credit_is_what_is_counted_by_hand(some, limit, one):
    with in_memory() as journal:
        live(journal, [*SOME, ("read", 1), *some])
        skills = journal.names("skill")
        skill = skills[0]["key"] if one and skills else None
        every = rows(journal, "round")
        mine = [r for r in every if skill in (None, key(journal, "skill", r["skill"]))]
        made = sorted(
            (r for r in mine if r["attempts"]), key=lambda r: (r["opened_at"], r["subject"])
        )
        window = made[-limit:]
        since = window[0]["opened_at"] if len(window) == limit else -(1 << 62)
        counted = {r["subject"] for r in window}
        counted |= {r["subject"] for r in mine if not r["attempts"] and r["opened_at"] >= since}
        here, counts, at = {r["subject"] for r in every}, Counter(), {}
        for row in rows(journal, "entry"):
            if row["kind"] != "mistake" or row["loose"]:
                continue
            outside = row["round"] not in here and row["n"] >= since // 1000 * 16
            outside &= skill in (None, key(journal, "skill", row["skill"]))
            if row["round"] in counted or outside:
                parameter = key(journal, "parameter", row["parameter"]) or "unsorted"
                counts[parameter] += 1
                at.setdefault(parameter, set()).update({row["round"]} & here)
        page = journal.read.credit(name(journal, "skill", skill), rounds=limit)
        assert is_json(page)
        shown = {row["key"]: row["count"] for row in page["parameters"]}
        assert page["unsorted"]["count"] == counts.pop("unsorted", 0)
        assert shown == counts and page["rounds"] == len(window)
        assert {row["key"]: row["rounds"] for row in page["parameters"]} == {
            parameter: len(at[parameter]) for parameter in counts
        }
        assert len(page["unsorted"]["entries"]) == min(3, page["unsorted"]["count"])


def key(journal, kind, text):
    return journal.resolved(kind, text) if text else None


def test_every_parameter_is_there_with_all_it_has_said():
    with in_memory() as journal:
        journal.log("one", to="signs")
        journal.log("two", to="limits", new=True)
        journal.log("three", to="haste", new=True)
        journal.archive("parameter", "haste")
        journal.describe("parameter", "patience", new=True)
        journal.describe("parameter", "gone", new=True)
        journal.archive("parameter", "gone")
        for change in ("When A, I do B.", None, None, "When A, I do C.", None):
            a_round(journal, change)
        page = journal.read.parameters()
        assert is_json(page)
        names = [(row["parameter"], row["count"], row["archived"]) for row in page["parameters"]]
        assert names == [
            *(("haste", 1, True), ("limits", 1, False), ("signs", 1, False)),
            ("patience", 0, False),
        ]
        signs = page["parameters"][2]
        assert (signs["wording"], signs["versions"]) == ("When A, I do C.", 2)
        assert [(w["words"], w["rounds"]) for w in signs["wordings"]] == [
            *(("When A, I do C.", 1), ("When A, I do B.", 3)),
        ]
        for wording in signs["wordings"]:
            round = journal.read.show(wording["round"])
            assert (round["wording"], round["day"]) == (wording["words"], wording["day"])
        assert page["parameters"][3]["wordings"] == []


def a_round(journal, change):
    journal.start("ten integrals", skill="calculus") if not journal.current() else None
    journal._now.ms += MINUTE
    for verb, said in (("forward", "page"), ("loss", "3/10")):
        getattr(journal, verb)(said)
    journal.backward()
    journal.step(change, keep=change is None, parameter="signs" if change else None, anyway=True)


@slow
@given(deeds)
def test_parameters_are_credit_and_the_wordings_of_each(some):
    with in_memory() as journal:
        live(journal, [*SOME, ("step", 2), ("step", 3), *some])
        credit, page = journal.read.credit(), journal.read.parameters()
        shown = {row["key"]: row for row in page["parameters"]}
        for row in credit["parameters"]:
            weighed = shown[row["key"]].pop("loss"), row.pop("loss")  # a moment apart
            assert weighed[0] == (weighed[1] and pytest.approx(weighed[1], abs=1e-6))
            assert {name: shown[row["key"]][name] for name in row} == row
        there = {row["key"] for row in journal.names("parameter")}
        assert set(shown) - {row["key"] for row in credit["parameters"]} <= there <= set(shown)
        for key, row in shown.items():
            wordings = journal.wordings(key)
            assert [w["words"] for w in row["wordings"]] == [w["words"] for w in wordings]
            assert [w["at"] for w in row["wordings"]] == [w["happened_at"] for w in wordings]
            assert row["versions"] == len(wordings) and row["wording"] == journal.wording(key)


# a day ------------------------------------------------------------------------------------------


def test_of_earlier_days_a_few_sentences_are_enough():
    with in_memory() as journal:
        for n in range(5):
            journal.log(f"then {n}", at=journal.clock.now() - 7 * 24 * HOUR)
            journal.log(f"now {n}")
        page = journal.read.today(few=2)
        assert page["count"] == len(page["entries"]) == 5
        (then,) = page["earlier"]
        assert [entry["words"] for entry in then["entries"]] == ["then 0", "then 1"]
        assert then["count"] == 5
        assert len(journal.read.today()["earlier"][0]["entries"]) == 5


def test_open_questions_are_counted_and_the_newest_named():
    with in_memory() as journal:
        for n in range(7):
            journal.ask(f"why {n}?")
        journal.answer("because")
        page = journal.read.today()
        assert page["open_questions"] == 6
        assert [q["words"] for q in page["questions"]] == [f"why {n}?" for n in (5, 4, 3, 2, 1)]


def test_hours_of_a_long_journal_are_the_same_at_every_reading():
    with in_memory() as journal:
        days_of_practice(journal, 40)
        first = journal.read.hours()
        assert first["skills"][0]["ms"] == first["total"]["ms"] == 40 * 30 * MINUTE
        assert journal.read.hours() == first
