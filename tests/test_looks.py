"""Every page as it looks: for axe-core, for the console, on the narrowest screen, in any script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Learner, expect
from conftest import Time, a_round
from serving import served
from test_scar_pages import comes_up, to_mark

from selfgrad import demo
from selfgrad.journal import Journal
from selfgrad.web import teaching
from selfgrad.web.app import PAGES

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ADDRESSES = [path for path, *_ in PAGES if path != "/round"]
MORE = (
    "/?new=1",
    "/round?id=last",
    "/names?kind=parameter",
    "/journal?words=sign",
    "/week?answer=",
    "/skill?none=1",
    "/vs?then=month",
    "/vs?then=moon",
    "/habit?change=1",
    "/hours?from=2026-01-01&to=2027-01-01",
    "/scars?aim=ten+integrals",
    "/?new=1&half=1",
    "/explain?topic=limits",
    "/explain?topic=limits&compare=1",
    "/explain?topic=limits&recall=1",
    "/sources?id=Limits",
)
FILLED = ("last", "imits")  # addresses of what an empty journal has not
# the words that break pages: no space to break at, right to left, two pictures a character
LONG = "antidisestablishmentarianism" * 107  # 3,000 characters without a space
WORDS = (
    *("积分练习：先写符号，再算。" * 6, "אמרתי את הסימן בקול רם, ואז טעיתי בחזקה (x²)."),
    *("كتبت الإشارة الخطأ ثم صححتها.", LONG, "a<b>&amp;</b> \"quoted\" 'x' `code` 👩‍👩‍👧‍👦"),
)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A journal with two months in it, served."""
    path = str(tmp_path_factory.mktemp("year") / "journal.db")
    demo.make(path, seed=3, days=60)
    with Journal(path) as journal:
        journal.plan("after breakfast, at the piano", least="10m", remind="07:30")
        journal.felt("5 4 6 5")
        journal.free()
        if journal.current() is None:
            journal.start("a page")
        journal.trial("When I start a bar, I count it in.", rounds=12)
        journal.confide("A hard night.")
        with_scars(journal)
        with_teaching(journal, "A limit is a value. Obviously it is near, ??")
    with served(path) as house:
        yield house


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("empty") / "journal.db")
    with served(path, now=Time()) as house:
        yield house


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A journal of words that break pages, as aims, names, mistakes, steps and outputs."""
    path = str(tmp_path_factory.mktemp("odd") / "journal.db")
    time = Time()
    with Journal(path, now=time) as journal:
        journal.write_architecture("\n\n".join(WORDS))
        for number, words in enumerate(WORDS):
            time.passes(3_600_000)
            name = words[:60]
            journal.start(words[:2000], skill=name, project=f"p{number}", level=name, new=True)
            journal.forward(words)
            journal.loss("3/10")
            journal.backward(words, to=name, new=True)
            journal.step(words, parameter=name, anyway=True)
            journal.log(words, to=name)
            journal.ask(words)
            for loss in ("4/10", "2/10", "5/10", "3/10", "1/10"):
                journal.again(loss, words[:200], to=name, expect="2/10", discomfort=5)
            journal.plan(words[:190], skill=name, least="10m", remind="07:30")
            journal.trial(words[:2000], rounds=12)
            journal.confide(words)
        with_scars(journal)
        with_teaching(journal, *WORDS)
    with served(path, now=time) as house:
        yield house


def with_scars(journal):
    """Scars that came up in the round that was filed last and come up in the open one; two are joined."""
    hits = journal.read.entries(limit=500)["hits"]
    some = [hit["id"] for hit in hits if hit["kind"] in ("mistake", "blind alley", "step")][:5]
    for id in some[1:]:
        comes_up(journal, id)
    journal.again("3/10")
    for id in some[1:]:
        comes_up(journal, id)
    journal.join_scars(some[0], some[1])


def with_teaching(journal, *words):
    """A topic with two takes, one of them running out of its explanation; a source; a run, a cell."""
    takeaways = "".join(f"- {' '.join(some.split())[:390]}\n" for some in words)
    note = (
        f"---\nurl: https://example.org/{words[-1][:900]}\n---\n# Limits\n## Summary\n{takeaways}"
    )
    teaching.add_notes(journal, [(note.encode(), "Limits.md")])
    unused = journal.read.unused()["takeaways"]
    points = [*(some[:300] for some in words[:3]), "near", "value", "from both sides"]
    journal.explain("limits", to=words[0][:300], points=points, new=True)
    for take in ("\n\n".join(words), words[-1]):
        gaps = journal.take(take, notes="\n\n".join(words)).data["gaps"]
    for gap, how in zip(gaps, ("lookup", "wave"), strict=False):
        journal.mark_gap(gap["key"], how)
    journal.backward("I began with the end.")
    journal.step(keep=True)
    made_in = {"revision": "1a2b3c4d5e6f", "branch": words[0][:60], "changed": 3}
    journal.start("a run", project="runs", skill="runs", new=True)
    journal.ask(words[0])
    journal.answer(words[-1])
    journal.cell(words[-1], words[0], measure=0.4)
    journal.ran(["pytest", *words], "\n".join([*words, "1 failed in 0.1s"]), 1, made_in=made_in)
    if unused:
        journal.aim_at(unused[0]["id"], project="reading", new=True)
        journal.forward("one page")
    journal.resume()


# what is dark differs by its colours alone
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def found(learner, scheme="light"):
    """What axe-core has to say, one line for each place."""
    rules = COLOURS if scheme == "dark" else RULES
    result = Axe().run(learner.at, options=rules).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][-200:]}"
        for one in result
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("journal", ["year", "empty", "odd"])
def test_axe_finds_nothing_on_any_page_and_the_console_stays_empty(
    chrome, request, journal, scheme
):
    learner = Learner(chrome, request.getfixturevalue(journal), color_scheme=scheme)
    wrong = {}
    for address in (*ADDRESSES, *MORE):
        if journal == "empty" and any(what in address for what in FILLED):
            continue
        learner.go(address)
        expect(learner.at.locator("h1").first).to_be_visible()
        wrong[address] = found(learner, scheme) + learner.complaints
        learner.complaints.clear()
    learner.close()
    assert {address: places for address, places in wrong.items() if places} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_any_stage_of_a_round(chrome, tmp_path, time, scheme):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        a_round(journal, skill="calculus")
    with served(path, now=time) as house:
        learner = Learner(chrome, house, color_scheme=scheme)
        wrong = []

        def look(address):
            learner.go(address)
            learner.at.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            wrong.extend(f"{address} {one}" for one in found(learner))

        look("/")
        look("/?stage=forward")
        for verb, words in (("forward", "page 1"), ("loss", "2/10"), ("backward", "a sign")):
            with Journal(path, now=time) as journal:
                getattr(journal, verb)(words)
            look("/")
        look("/?stage=step")
        learner.at.get_by_label("Discomfort").evaluate("field => field.type = 'text'")
        learner.at.get_by_label("Discomfort").fill("a lot")
        learner.at.get_by_role("button", name="Close the round").click()
        expect(learner.at.get_by_role("alert")).to_be_visible()
        wrong.extend(found(learner))
        learner.type("<Escape>", "?")
        wrong.extend(found(learner))
        learner.close()
    assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_a_sentence_is_met_or_set_apart(chrome, tmp_path, time, scheme):
    path = str(tmp_path / "journal.db")
    with Journal(path, now=time) as journal:
        to_mark(journal)
    with served(path, now=time) as house:
        learner = Learner(chrome, house, color_scheme=scheme)
        wrong = found(learner)
        for words, place in (("I am so stupid.", ".met"), ("I want to die.", ".apart")):
            learner.go("/")
            learner.at.locator("summary", has_text="Log a mistake").click()
            learner.at.locator("#log-sentence").fill(words)
            learner.at.get_by_role("button", name="Log it").click()
            expect(learner.at.locator(place)).to_be_visible()
            wrong += found(learner)
            learner.at.set_viewport_size({"width": 320, "height": 800})
            assert learner.at.evaluate("document.documentElement.scrollWidth") == 320
            learner.at.set_viewport_size({"width": 900, "height": 800})
        learner.at.get_by_role("button", name="Keep these words, private").click()
        learner.see("Kept apart, in no count and no review")
        wrong += found(learner) + learner.complaints
        learner.close()
    assert wrong == []


@pytest.mark.parametrize("journal", ["year", "empty", "odd"])
@pytest.mark.parametrize("width", [320, 768, 1920])
def test_no_page_is_wider_than_its_screen(chrome, request, journal, width):
    learner = Learner(
        chrome, request.getfixturevalue(journal), viewport={"width": width, "height": 800}
    )
    wide = {}
    for address in (*ADDRESSES, *MORE):
        if journal == "empty" and any(what in address for what in FILLED):
            continue
        learner.go(address)
        wide[address] = learner.at.evaluate("document.documentElement.scrollWidth")
    learner.close()
    assert {address: w for address, w in wide.items() if w > width} == {}


def test_today_weighs_less_than_120_kilobytes_in_all(chrome, year):
    learner = Learner(chrome, year)
    weights = {}
    learner.at.on("response", lambda answer: weights.update({answer.url: len(answer.body())}))
    with learner.at.expect_response("**/selfgrad.js*"):
        learner.at.goto(year.url + "/")
    learner.at.wait_for_load_state("networkidle")
    learner.close()
    page = {url: size for url, size in weights.items() if "/pulse" not in url}
    assert len(page) >= 4
    assert sum(page.values()) < 120_000, page


def test_right_to_left_words_are_laid_out_from_the_right(chrome, odd):
    learner = Learner(chrome, odd)
    learner.go("/journal?words=كتبت")
    arabic = learner.at.locator(".log .words", has_text=re.compile("^كتبت")).first
    assert arabic.evaluate("e => getComputedStyle(e).direction") == "rtl"
    learner.close()


def test_the_week_is_printed_without_what_only_a_screen_needs(chrome, year):
    learner = Learner(chrome, year)
    learner.go("/week?answer=")
    learner.at.emulate_media(media="print")
    for place in ("nav", ".passing", "form >> nth=0"):
        expect(learner.at.locator(place).first).to_be_hidden()
    expect(learner.at.locator("#facts")).to_be_visible()
    learner.close()
