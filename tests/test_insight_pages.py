"""The pages of the numbers as they are served: what stands on them, what their forms leave, what they hide."""

import re

import pytest
from browsing import Learner, expect, rows
from conftest import HOUR, MINUTE, Time, a_round
from serving import served
from test_acting import Doing, Fields, doing, seen  # noqa: F401  # `doing` is a fixture

from selfgrad import demo
from selfgrad.journal import Journal

STEP = "When I start a bar, I count it in."
DAY = 24 * HOUR
HIDDEN = "The result is hidden until the last round"
PAGES = ("/steps", "/vs", "/calibration", "/habit", "/rerate", "/audit", "/skill", "/hours")


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A made-up learner's months, served; nobody writes in them."""
    path = str(tmp_path_factory.mktemp("year") / "journal.db")
    demo.make(path, seed=3, days=120)
    with served(path) as page:
        yield page


def text(page, address):
    answer = page.browser.get(address)
    assert answer.status_code == 200, (address, answer.text[:300])
    return answer.text


def on_page(said):
    """A sentence of the command line as the page says it: without the commands in it."""
    return re.split(r"`[^`]*`", said)[0]


def practise(journal, time, losses, skill="guitar", **closing):
    """Rounds one after the other, an hour apart."""
    for loss in losses:
        time.passes(HOUR)
        if journal.current() is None:
            journal.start("ten bars", skill=skill, new=True)
        journal.forward("played it")
        journal.loss(loss)
        journal.backward()
        journal.step(keep=True, **closing)


def on_trial(path, time, rounds=12, done=5):
    """A trial with some of its rounds done, each with a loss that is found nowhere else."""
    with Journal(path, now=time) as journal:
        journal.start("ten bars", skill="guitar", new=True)
        id = journal.trial(STEP, rounds=rounds).data["trial"]
        practise(journal, time, [f"{n % 9 + 1}37/1000" for n in range(done)])
    return id


# what stands on them ------------------------------------------------------------------------------


def test_a_page_of_an_empty_journal_says_what_to_do(doing):  # noqa: F811
    for address in PAGES:
        assert "None" not in seen(text(doing.page, address)), address
    assert "No step has been on trial yet." in text(doing.page, "/steps")
    assert "There is no plan yet: after what, where" in text(doing.page, "/habit")
    assert "No output waits to be rated again" in text(doing.page, "/rerate")


def test_the_curve_page_says_where_the_loss_stands_and_what_is_next(year):
    with Journal(year.journal) as journal:
        curve, edge = journal.read.curve("guitar"), journal.read.edge("guitar")
    page = seen(text(year, "/skill?name=guitar"))
    mean, low, high = (curve["fit"][key][-1] for key in ("mean", "low", "high"))
    assert f"loss stands at {mean:.2f} (80 % interval {low:.2f} to {high:.2f})." in page
    ahead, record = curve["forecast"], curve["record"]
    assert f"loss {ahead['low']:.2f} to {ahead['high']:.2f}, 80 % of the time" in page
    assert f"(caught {record['caught']} of {record['rounds']} so far)." in page
    assert on_page(edge["said"]) in page
    assert all(on_page(sign["said"]) in page for sign in edge["signs"])
    assert "what growth feels like" in page


def test_the_columns_of_a_curve_carry_the_fit_and_the_forecast(year):
    found = year.browser.get("/curve.json?name=guitar").json()
    assert set(found["fit"]) == {"at", "mean", "low", "high"}
    assert {"median", "low", "high", "level"} <= set(found["forecast"])
    drawn = text(year, "/skill?name=guitar")
    assert 'class="band"' in drawn and 'class="fit"' in drawn


def test_a_forecast_whose_intervals_do_not_hold_is_not_shown(year, monkeypatch):
    from selfgrad import fitting

    monkeypatch.setattr(fitting, "holds", lambda _: False)
    page = seen(text(year, "/skill?name=guitar&again=1"))
    assert "No forecast is shown: its 80 % intervals caught" in page
    assert "Next round at level" not in page


def test_each_change_has_its_verdict_and_luck_is_counted(year):
    with Journal(year.journal) as journal:
        steps, luck = journal.read.steps(None, 20), journal.read.luck()
    page = seen(text(year, "/steps"))
    assert len(steps) > 5
    assert all(step["verdict"]["said"] in page for step in steps)
    assert f"about {luck['by_luck']:.1f} would look good by luck" in page


def test_changes_of_one_skill_and_earlier_ones(year):
    with Journal(year.journal) as journal:
        guitar = journal.read.steps("guitar", 500)
        others = [one for one in journal.read.steps(None, 500) if one["skill"] != "guitar"]
    page = text(year, "/steps?skill=guitar&limit=500")
    assert all(f"/round?id={step['short']}" in page for step in guitar)
    assert not any(f"/round?id={step['short']}" in page for step in others)
    assert "limit=83" in text(year, "/steps?limit=3")


@pytest.mark.parametrize("then", ["week", "month"])
def test_both_windows_stand_side_by_side(year, then):
    with Journal(year.journal) as journal:
        found = journal.read.versus(then, "guitar")
    page = seen(text(year, f"/vs?then={then}&skill=guitar"))
    assert all(on_page(said) in page for said in found["said"])
    for side in (found["now"], found["before"]):
        assert f" {side['rounds']} " in page
        assert side["loss"] is None or f"{side['loss']:.2f}" in page


@pytest.mark.parametrize("asked", ["then=date&day=nothing", "then=date&day=2999-01-01", "then=moon", "then=date"])  # fmt: skip
def test_a_date_that_does_not_fit_is_said_beside_the_form(year, asked):
    page = text(year, f"/vs?{asked}&skill=guitar")
    assert 'role="alert"' in page and 'name="day"' in page
    assert "Both windows" not in page


def test_calibration_is_drawn_and_said(year):
    with Journal(year.journal) as journal:
        found = journal.read.calibration("guitar")
    page = text(year, "/calibration?skill=guitar")
    assert on_page(found["said"]) in seen(page)
    assert page.count('class="diagonal"') == 1
    for bin in found["curve"]:
        assert f"{bin['expected']:.2f}" in page and f"{bin['measured']:.2f}" in page


def test_hours_to_come_have_a_range_and_their_own_record(year):
    with Journal(year.journal) as journal:
        found = journal.read.forecast("guitar")
    page = seen(text(year, "/hours"))
    assert on_page(found["said"]) in page
    ahead, record = found["ahead"][0], found["record"]
    assert f"In the next 30 days: {ahead['median']:.0f} h, 80 % range {ahead['low']:.0f}" in page
    assert f"your past ranges caught {record['caught']} of {record['windows']}" in page
    weighs = "Your own record weighs more" in seen(text(year, "/hours?skill=guitar"))
    assert weighs == (found["own"] >= 0.5)


def test_hours_of_a_stretch_of_days_are_those_of_its_days(year):
    with Journal(year.journal) as journal:
        today = journal.read.today_is()
        first = journal.clock.days_before(today, 20)
        days = journal.read.hours_by_day(first, today)
    page = seen(text(year, f"/hours?from={first}&to={today}"))
    hours = sum(day["ms"] for day in days) / HOUR
    assert f"{hours:,.1f} h on {sum(day['ms'] > 0 for day in days)} days." in page
    turned = seen(text(year, f"/hours?from={today}&to={first}"))
    assert f"{hours:,.1f} h on" in turned
    assert "0 h on 0 days." in seen(text(year, "/hours?from=0001-01-01&to=0001-02-01"))
    wrong = text(year, "/hours?from=soon")
    assert 'role="alert"' in wrong and "soon" in wrong


def test_where_the_loss_comes_from_has_intervals_and_is_called_reported(year):
    with Journal(year.journal) as journal:
        found = journal.read.parameters()
    page = seen(text(year, "/parameters"))
    shown = [row for row in found["parameters"] if row.get("loss")]
    assert shown and found["reported"] in page
    for row in shown:
        loss = row["loss"]
        assert f"{loss['share']:.0%} ({loss['low'] * 100:.0f} to {loss['high']:.0%})" in page
    if found["proposal"]:
        assert f"worth most for {found['proposal']['parameter']}" in page


def test_the_audit_shows_what_held(year):
    with Journal(year.journal) as journal:
        found = journal.read.audit()
    page = seen(text(year, "/audit"))
    for row in found["losses"]:
        assert f"{row['skill']} {row['caught']} {row['rounds']}" in page
    assert f"Of {found['verdicts']['judged']} changes judged" in page


def test_no_page_praises_shouts_or_says_because(year):
    for address in (*PAGES, "/parameters", "/steps?limit=200"):
        words = seen(re.sub(r'<(span|p)[^>]* class="words".*?</\1>', "", text(year, address)))
        assert "!" not in words.replace("<!doctype", ""), address
        assert not re.search(r"\b(caused|because of|well done|great|sorry|congrat)", words, re.I), address  # fmt: skip


# a trial ------------------------------------------------------------------------------------------


def test_a_trial_is_begun_from_the_page_as_by_the_verb(doing):  # noqa: F811
    with doing.journal() as journal:
        journal.start("ten bars", skill="guitar", new=True)
    told = doing.told("trial", words=STEP, rounds="12", parameter="rhythm", new="1", back="/steps")
    assert f"On trial for 12 rounds, in 6 pairs: “{STEP}”." in seen(" ".join(told))
    assert {"trial_begun", "coin_fell"} <= set(doing.kinds())
    page = seen(text(doing.page, "/steps"))
    assert "running, 0 of 12 rounds" in page and HIDDEN in page


def test_what_the_coin_says_stands_on_today_instead_of_the_step_in_force(doing):  # noqa: F811
    with doing.journal() as journal:
        a_round(journal, skill="guitar")
        journal.again("3/10")
        journal.forward("x")
        journal.loss("3/10")
        journal.backward()
        journal.step("When I tire, I stop.", parameter="rest", new=True)
        assert "When I tire" in text(doing.page, "/")
        journal.trial(STEP, rounds=12)
        coin = journal.read.standing()["coin"]
    page = seen(text(doing.page, "/"))
    side = "with the step:" if coin["heads"] else "without the step, as you did before it:"
    assert f"Round 1 of 12 on trial, {side} {STEP}" in page
    assert "This round: When I tire" not in page


def test_a_step_is_put_on_trial_as_it_is_taken(doing):  # noqa: F811
    with doing.journal() as journal:
        journal.start("ten bars", skill="guitar", new=True)
        journal.forward("x")
        journal.loss("3/10")
        journal.backward()
    assert 'name="coin"' in text(doing.page, "/?stage=step")
    doing.told("step", change=STEP, coin="1", rounds="14")
    with doing.journal() as journal:
        (trial,) = journal.read.trials()
    assert (trial["words"], trial["rounds"], trial["filled"]) == (STEP, 14, 0)
    with doing.journal() as journal:
        practise(journal, doing.time, ["3/10"])
        journal.forward("x")
        journal.loss("2/10")
        journal.backward()
    assert 'name="coin"' not in text(doing.page, "/?stage=step")  # one at a time


def test_without_the_box_the_number_beside_it_says_nothing(doing):  # noqa: F811
    with doing.journal() as journal:
        journal.start("ten bars", skill="guitar", new=True)
        journal.forward("x")
        journal.loss("3/10")
        journal.backward()
    doing.told("step", change=STEP, rounds="13")
    assert "trial_begun" not in doing.kinds() and "stepped" in doing.kinds()


def test_a_result_is_absent_from_the_page_and_the_json_until_the_end(doing):  # noqa: F811
    on_trial(doing.path, doing.time)
    page = text(doing.page, "/steps")
    assert HIDDEN in page and "5 of 12 rounds" in page
    (found,) = doing.page.client.get("/api/trial").json()
    assert found["verdict"] is None
    assert all(one["loss"] is None for pair in found["pairs"] for one in pair.values() if one)
    for n in range(1, 6):
        assert f"0.{n}4" not in page and f"0.{n}37" not in page, "a loss of the trial is shown"
    with doing.journal() as journal:
        practise(journal, doing.time, ["3/10"] * 7)
    page = text(doing.page, "/steps")
    (found,) = doing.page.client.get("/api/trial").json()
    assert found["state"] == "complete" and found["verdict"]["said"] in seen(page)
    assert HIDDEN not in page and "0.24" in page


def test_looking_shows_the_result_once_and_is_noted(doing):  # noqa: F811
    id = on_trial(doing.path, doing.time, done=11)
    assert rows(doing.path, "SELECT count(*) FROM peek") == [(0,)]
    facts = doing.facts()
    (told,) = doing.told("peek", trial=id, back="/steps")
    assert "so far the loss with the step is about" in told
    assert rows(doing.path, "SELECT round FROM peek") == [(id,)]
    assert doing.facts() == facts
    page = text(doing.page, "/steps")
    assert HIDDEN in page and "so far the difference" not in page
    assert "Looked at before the end: 1 time." in seen(page)


def test_a_get_looks_at_nothing(doing):  # noqa: F811
    id = on_trial(doing.path, doing.time)
    for address in (
        "/steps?peek=1",
        f"/steps?trial={id}&peek=1",
        "/api/trial",
        "/audit",
        "/do/peek",
    ):
        doing.page.client.get(address)
    assert rows(doing.path, "SELECT count(*) FROM peek") == [(0,)]


def test_the_api_looks_when_it_is_told_to(doing):  # noqa: F811
    on_trial(doing.path, doing.time, done=11)
    answer = doing.page.client.post("/api/trial", json={"peek": True})
    assert (answer.status_code, answer.json()["act"]) == (200, None)
    (shown,) = answer.json()["data"]["trials"]
    assert shown["verdict"]["estimate"] is not None and shown["peeks"] == 1
    assert rows(doing.path, "SELECT count(*) FROM peek") == [(1,)]


def test_no_trial_is_looked_at_by_a_wrong_id(doing):  # noqa: F811
    on_trial(doing.path, doing.time)
    answer = doing.do("peek", trial="no such trial", back="/steps")
    assert answer.status_code == 404 and "There is no such trial." in answer.text
    assert rows(doing.path, "SELECT count(*) FROM peek") == [(0,)]


def test_a_round_done_otherwise_is_noted_with_its_why(doing):  # noqa: F811
    on_trial(doing.path, doing.time)
    doing.told("broke", why="I forgot it.", back="/steps")
    assert doing.kinds()[-1] == "coin_broken"
    page = seen(text(doing.page, "/steps"))
    assert "(otherwise)" in page and "1 round done otherwise, counted as the coin said." in page


def test_a_trial_is_ended_early_with_a_why_and_shows_its_estimate_alone(doing):  # noqa: F811
    on_trial(doing.path, doing.time)
    refused = doing.do("end_trial", back="/steps")
    assert refused.status_code == 422 and "ended early with its why" in refused.text
    doing.told("end_trial", why="the piano is away", back="/steps")
    page = seen(text(doing.page, "/steps"))
    assert "ended early, 5 of 12 rounds" in page and "the piano is away" in page
    assert "there is no verdict" in page


def test_a_change_during_a_trial_is_asked_about_with_buttons(doing):  # noqa: F811
    on_trial(doing.path, doing.time)
    with doing.journal() as journal:
        journal.forward("x")
        journal.loss("3/10")
        journal.backward()
    answer = doing.do("step", change="When I tire, I stop.")
    assert answer.status_code == 409 and "A step is on trial" in answer.text
    assert 'name="anyway"' in answer.text
    assert Fields(answer.text).values["change"] == ["When I tire, I stop."]


# the habit ----------------------------------------------------------------------------------------

PLAN = {"cue": "after breakfast", "least": "10m", "days": "mon-fri", "remind": "7:30", "quiet": "22:00-06:00"}  # fmt: skip


def same_facts(doing, act):  # noqa: F811
    """The facts of the last act, without ids and times, beside those that the verb itself leaves."""
    query = "SELECT subject, kind, body FROM fact ORDER BY id"
    by_form = rows(doing.path, query)
    other = doing.path.replace("journal.db", "by-verb.db")
    with Journal(other, now=Time()) as journal:
        journal.set("zone", doing.time.zone)
        act(journal)
    return by_form, rows(other, query)


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ({"do": "plan", **PLAN}, lambda j: j.plan("after breakfast", least="10m", days="mon-fri", remind="7:30", quiet="22:00-06:00")),
        ({"do": "day", "what": "free", "day": "2026-03-05"}, lambda j: j.free("2026-03-05")),
        ({"do": "day", "what": "cue", "came": "yes"}, lambda j: j.cue_came()),
        ({"do": "day", "what": "cue", "came": "no"}, lambda j: j.cue_came(False)),
        ({"do": "felt", "answer-1": "5", "answer-2": "4", "answer-3": "6", "answer-4": "5"}, lambda j: j.felt("5 4 6 5")),
    ],
)  # fmt: skip
def test_a_form_of_the_habit_leaves_what_its_verb_leaves(doing, form, verb):  # noqa: F811
    doing.told(form.pop("do"), back="/habit", **form)
    by_form, by_verb = same_facts(doing, verb)
    assert [row[1:] for row in by_form] == [row[1:] for row in by_verb]
    assert [row[0] for row in by_form][1:] == [row[0] for row in by_verb][1:]


def test_a_missed_day_is_made_up_for_on_the_page(doing):  # noqa: F811
    with doing.journal() as journal:
        journal.plan("after breakfast")
    doing.time.passes(2 * DAY)
    assert "The last missed day is made up for" in text(doing.page, "/habit")
    doing.told("day", back="/habit", what="repair", day="last")
    with doing.journal() as journal:
        (plan,) = journal.read.plans()
    assert plan["streak"]["kept"] == 1


def test_a_plan_and_what_became_of_it_stand_on_its_page(doing):  # noqa: F811
    with doing.journal() as journal:
        journal.plan("after breakfast", least="10m", remind="07:30", skill="guitar", new=True)
        for _ in range(15):
            doing.time.passes(DAY)
            journal.add("20m", skill="guitar")
        journal.felt("5 4 6 5", skill="guitar")
        (plan,) = journal.read.plans()
    page = text(doing.page, "/habit")
    assert plan["words"] in seen(page)
    assert all(on_page(said) in seen(page) for said in plan["said"])
    assert page.count('class="day-done"') == 15
    assert f"{plan['consistency']:.0%} of what was planned" in seen(page)
    assert "5.0 of 7" in page and 'href="/habit.ics"' in page


def test_a_plan_is_said_anew_with_its_fields_filled_and_what_is_emptied_is_gone(doing):  # noqa: F811
    doing.told("plan", back="/habit", **PLAN)
    page = text(doing.page, "/habit?change=1")
    found = Fields(page).values
    assert 'name="anew"' in page and 'name="anew"' not in text(doing.page, "/habit")
    assert [found[key] for key in ("cue", "least", "days", "remind", "quiet")] == [
        ["after breakfast"], ["10m"], ["Mon to Fri"], ["07:30"], ["22:00-06:00"]
    ]  # fmt: skip
    doing.told("plan", cue="after lunch", least="20m", anew="1", back="/habit")
    with doing.journal() as journal:
        (plan,) = journal.read.plans()
    assert (plan["cue"], plan["least_ms"], plan["remind"], plan["quiet"]) == ("after lunch", 20 * MINUTE, [], None)  # fmt: skip
    assert len(plan["days"]) == 7


def test_without_the_whole_plan_in_the_form_what_is_empty_stays(doing):  # noqa: F811
    doing.told("plan", back="/habit", **PLAN)
    doing.told("plan", cue="after lunch", back="/habit")
    with doing.journal() as journal:
        (plan,) = journal.read.plans()
    assert (plan["cue"], plan["least_ms"], plan["remind"]) == (
        "after lunch",
        10 * MINUTE,
        ["07:30"],
    )


def test_a_plan_that_is_refused_keeps_what_was_typed(doing):  # noqa: F811
    answer = doing.do("plan", back="/habit", **{**PLAN, "remind": "sometime"})
    assert answer.status_code == 422 and "sometime" in answer.text
    found = Fields(answer.text)
    assert found.values["cue"] == ["after breakfast"] and found.values["remind"] == ["sometime"]
    assert "planned" not in doing.kinds()


def test_a_plan_is_ended(doing):  # noqa: F811
    doing.told("plan", back="/habit", **PLAN)
    doing.told("end_plan", back="/habit")
    assert doing.kinds()[-1] == "plan_ended"
    assert "There is no plan yet" in text(doing.page, "/habit")


def test_the_calendar_has_the_reminders_and_none_without_them(doing):  # noqa: F811
    assert doing.page.browser.get("/habit.ics").status_code == 422
    doing.told("plan", back="/habit", **PLAN)
    answer = doing.page.browser.get("/habit.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert b"BEGIN:VALARM" in answer.content and b"BYDAY=MO,TU,WE,TH,FR" in answer.content


# a second look ------------------------------------------------------------------------------------


def rated(path, time, gaps=("3 gap", "8 gap")):
    """Self-rated outputs of a month ago."""
    with Journal(path, now=time) as journal:
        for gap in gaps:
            journal.start("a drawing", skill="drawing", new=True)
            journal.forward("a hand, in pencil")
            journal.loss(gap)
            journal.backward()
            journal.step(keep=True)
            journal.drop("the day ended")
        time.passes(30 * DAY)


def test_an_old_output_is_shown_without_its_mark(doing):  # noqa: F811
    rated(doing.path, doing.time, ("7.3 gap",))
    page = text(doing.page, "/rerate?skill=drawing")
    assert "a hand, in pencil" in page and 'name="value"' in page
    assert "0.73" not in page and "7.3" not in page
    assert "0.73" not in doing.page.client.get("/api/rerate").text
    doing.told("rerate", value="6", back="/rerate")
    with doing.journal() as journal:
        (again,) = journal.db.all("reratings", learner=journal.learner)
    assert doing.kinds()[-1] == "rerated"
    assert (again["before"], again["after"]) == (pytest.approx(0.73), pytest.approx(0.6))


def test_a_rating_that_is_none_is_refused(doing):  # noqa: F811
    rated(doing.path, doing.time)
    for value in ("eleven", "12 gap", ""):
        answer = doing.do("rerate", value=value, back="/rerate")
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert "rerated" not in doing.kinds()


def test_today_offers_it_quietly_and_not_while_a_clock_runs(doing):  # noqa: F811
    rated(doing.path, doing.time, ["3 gap"] * 6)
    link = 'href="/rerate">a second look'
    assert link in text(doing.page, "/")
    with doing.journal() as journal:
        journal.start("another drawing", skill="drawing")
    assert link not in text(doing.page, "/")
    with doing.journal() as journal:
        journal.pause()
    assert link in text(doing.page, "/")
    doing.told("rerate", value="4", back="/rerate")
    assert link not in text(doing.page, "/")


# by hand ------------------------------------------------------------------------------------------


def test_a_trial_from_the_form_to_the_look_by_keyboard_and_without_scripts(chrome, tmp_path):
    time = Time()
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        journal.start("ten bars", skill="guitar", new=True)
    with served(path, now=time) as house:
        learner = Learner(chrome, house, java_script_enabled=False)
        learner.go("/steps")
        learner.at.get_by_text("Put a step on trial").click()
        learner.at.get_by_label("The step").fill(STEP)
        learner.at.get_by_label("Rounds").fill("12")
        learner.at.get_by_role("button", name="Begin the trial").click()
        learner.told("On trial for 12 rounds")
        learner.see(HIDDEN)
        learner.at.get_by_role("button", name="Look now").click()
        learner.told("there is no verdict")
        learner.see("Looked at before the end: 1 time.")
        learner.close()


def test_the_menu_of_numbers_is_reached_by_keyboard_and_closes(chrome, year):
    for width in (320, 900):
        learner = Learner(chrome, year, viewport={"width": width, "height": 700})
        learner.go("/hours")
        menu = learner.at.locator("nav summary")
        menu.focus()
        learner.type("<Enter>")
        expect(
            learner.at.get_by_role("navigation").get_by_role("link", name="Calibration")
        ).to_be_visible()
        learner.type("<Escape>")
        expect(learner.at.locator("nav details[open]")).to_have_count(0)
        expect(menu).to_be_focused()
        learner.type("<Enter>")
        learner.at.get_by_role("navigation").get_by_role("link", name="Habit").click()
        expect(learner.at).to_have_url(f"{year.url}/habit")
        expect(learner.at.locator("nav details[open]")).to_have_count(0)
        learner.close()


@pytest.mark.parametrize("key", range(1, 7))
def test_a_page_of_numbers_is_a_key_away(chrome, year, key):
    from selfgrad.web.app import NUMBERS

    learner = Learner(chrome, year)
    learner.go("/journal")
    learner.type("<Escape>", str(key))
    expect(learner.at).to_have_url(year.url + NUMBERS[key - 1])
    expect(learner.at.locator(f'nav a[href="{NUMBERS[key - 1]}"]')).to_have_attribute("aria-current", "page")  # fmt: skip
    assert learner.complaints == []
    learner.close()


def test_the_numbers_are_printed_without_their_forms(chrome, year):
    learner = Learner(chrome, year)
    for address in ("/steps", "/vs", "/habit", "/calibration"):
        learner.go(address)
        learner.at.emulate_media(media="print")
        expect(learner.at.locator("h1").first).to_be_visible()
        for form in learner.at.locator("main form").all():
            expect(form).to_be_hidden()
        learner.at.emulate_media(media="screen")
    learner.close()
