"""One thing and all that belongs to it, as lines."""

from __future__ import annotations

from selfgrad.cli import layout, scarring
from selfgrad.clock import spoken

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]

LAST = 6  # lines of what a run printed, among the attempts of a round


def lines(page: Page) -> list[str]:
    """The lines for whatever an id stands for."""
    kind = "name" if page["kind"] in ("skill", "project", "parameter") else page["kind"]
    found: list[str] = _LINES[kind](page)
    return found


# a round --------------------------------------------------------------------------------------------


def _round(page: Page) -> list[str]:
    where = [page["skill"], page["project"]]
    head = " · ".join(["Round", page["state"], *(layout.plain(name) for name in where if name)])
    found = [f"{head}  {layout.short(page['short'])}"]
    found.append(layout.paint(f"“{layout.plain(page['aim'])}”", layout.BOLD))
    found += layout.columns(_facts(page))
    for title, items in _parts(page):
        found += ["", title, *(f"  {item}" for item in items)]
    found += ["", *_neighbours(page)]
    return [*found, page["peek"]] if page["peek"] else found


def _facts(page: Page) -> list[tuple[str, str]]:
    """The facts of a round that are one line each; those that are not there are left out."""
    facts = [
        ("opened", page["opened"]),
        (page["state"] if page["sealed"] else "", page["closed"]),
        ("expected", None if page["expected"] is None else layout.loss(page["expected"])),
        ("loss", page["said"] and layout.plain(page["said"])),
        ("level", page["level"] and layout.plain(page["level"])),
        ("discomfort", None if page["discomfort"] is None else f"{page['discomfort']} of 10"),
        ("held", page["held"] and layout.plain(page["held"])),
        ("step", _step(page)),
        ("why", page["why"] and layout.plain(page["why"])),
        ("time", _time(page)),
    ]
    return [(name, value) for name, value in facts if name and value]


def _step(page: Page) -> str | None:
    if page["wording"]:
        return f"{layout.plain(page['wording'])} ({layout.plain(page['parameter'])})"
    return "kept as it was" if page["kept"] else None


def _time(page: Page) -> str | None:
    time, sessions = page["time"], page["sessions"]
    if not sessions:
        return None
    kinds = [f"{spoken(time[kind])} of {kind}" for kind in ("output", "input") if time[kind]]
    return f"{' and '.join(kinds) or 'none counted yet'}, in {layout.counted(len(sessions), 'session')}"


def _parts(page: Page) -> list[tuple[str, list[str]]]:
    parts = [
        ("Attempts", [_attempt(i, row) for i, row in enumerate(page["attempts"], 1)]),
        ("Kept words", layout.columns((_mistake(row) for row in page["kept_words"]), indent="")),
        ("Mistakes", layout.columns((_mistake(row) for row in page["mistakes"]), indent="")),
        ("Questions", [_asked(row) for row in page["questions"]]),
        ("Sessions", [_stretch(row) for row in page["sessions"]]),
        (
            "Loose: written when the round had moved on",
            [f"{row['kind']}: {_said(row)}" for row in page["loose"]],
        ),
    ]
    return [(title, items) for title, items in parts if items]


def _attempt(number: int, row: Page) -> str:
    measured = (
        ""
        if row["loss"] is None
        else f"\n     {layout.plain(row['said'] or layout.loss(row['loss']))}"
    )
    printed = f"\n     {layout.indented(_end(row['tail']), '     ')}" if row["tail"] else ""
    return f"{number}. {row['when']}  {_made(row)}  {layout.short(row['short'])}{printed}{measured}"


def _end(text: str) -> str:
    """The last lines of what was printed; all of it is in the attempt itself."""
    lines = text.splitlines()
    left_out = [f"({len(lines) - LAST} lines before)"] if len(lines) > LAST else []
    return "\n".join([*left_out, *lines[-LAST:]])


def _made(row: Page) -> str:
    words = row["words"] and layout.indented(row["words"], "     ")
    size = f", {row['size']:,} bytes" if row["size"] else ""
    reference = row["reference"] and f"{row['medium']} {layout.plain(row['reference'])}{size}"
    return " · ".join(filter(None, (words, reference, _made_in(row)))) or "made elsewhere"


def _made_in(row: Page) -> str | None:
    """The commit that something was made in, and whether files differed from it."""
    if not row["revision"]:
        return None
    branch = f" on {layout.plain(row['branch'])}" if row["branch"] else ""
    changed = f", {layout.counted(row['changed'], 'file')} changed" if row["changed"] else ""
    return f"in {row['revision'][:10]}{branch}{changed}"


def _mistake(row: Page) -> tuple[str, str]:
    return layout.plain(row["parameter"] or "unsorted"), _said(row)


def _said(row: Page) -> str:
    return f"{layout.plain(row['words'])}  {layout.short(row['short'])}"


def _asked(row: Page) -> str:
    answer = "open" if row["answer"] is None else layout.plain(row["answer"])
    source = f" ({layout.plain(row['source'])})" if row["source"] else ""
    used = "" if row["used"] is None else f", {'used' if row['used'] else 'not used'}"
    return f"{layout.plain(row['question'])}: {answer}{source}{used}  {layout.short(row['short'])}"


def _stretch(row: Page) -> str:
    ended = (
        f"to {row['ended']}: {spoken(row['ms'])}" if row["ended"] else "until now: not counted yet"
    )
    if row["ended"] and not row["ms"] and row.get("passed"):
        ended = f"to {row['ended']}: counted elsewhere, as it overlaps"
    marks = [word for key, word in _MARKS.items() if row[key]]
    return (
        f"{row['started']} {ended}{''.join(f', {m}' for m in marks)}  {layout.short(row['short'])}"
    )


_MARKS = {"input": "input", "by_hand": "by hand", "guessed": "a guess, the clock was left running"}


def _neighbours(page: Page) -> list[str]:
    pairs = [("Before", page["previous"]), ("Next", page["next"])]
    return [
        f"{name}: “{layout.plain(row['aim'])}”, {row['state']}  {layout.short(row['short'])}"
        for name, row in pairs
        if row
    ]


# everything else ------------------------------------------------------------------------------------


def _entry(page: Page) -> list[str]:
    loose = " (loose: the round had moved on)" if page.get("loose") else ""
    about = [page["when"], page["what"] + loose]
    about += [layout.plain(page[key]) for key in ("parameter", "skill") if page.get(key)]
    found = [f"{' · '.join(about)}  {layout.short(page['short'])}"]
    output = page["output"]
    if output:
        found.append(f"  {_made(output)}")
        found += [f"  {layout.indented(output['tail'], '  ')}"] if output["tail"] else []
        found += [f"  {layout.plain(output['said'])}"] if output["said"] else []
    elif page["words"]:
        found.append(f"  {layout.indented(page['words'], '  ')}")
    found += [f"  said earlier: {layout.plain(words)}" for words in page["earlier"]]
    if page.get("scar") and page["scar"]["came"]:
        found.append(f"  as a scar: {scarring.became(page['scar'])}")
    found += _takeaway(page["takeaway"]) if page.get("takeaway") else []
    round = page["in_round"]
    if round:
        where = f"“{layout.plain(round['aim'])}”, {round['state']}, {layout.loss(round['loss'])}"
        found.append(f"In the round {where}  {layout.short(round['short'])}")
    return found


def _takeaway(now: Page) -> list[str]:
    """What has become of it, and where it is from."""
    by = f", by “{layout.plain(now['tested_by'])}”" if now["tested_by"] else ""
    found = [f"  {now['state']}{by}; from {layout.plain(now['title'])}"]
    return (
        [f"  worded now: {layout.plain(now['words'])}", *found]
        if now["state"] == "changed"
        else found
    )


def _question(page: Page) -> list[str]:
    found = [
        f"{page['asked']} · question  {layout.short(page['short'])}",
        f"  {layout.plain(page['question'])}",
    ]
    if page["answer"] is None:
        return [*found, f'Open. Answer it with `selfgrad answer {page["short"]} "…" --source "…"`.']
    source = f" ({layout.plain(page['source'])})" if page["source"] else ""
    used = {None: "", True: " Used.", False: " Not used."}[page["used"]]
    return [*found, f"  {page['answered']}: {layout.plain(page['answer'])}{source}{used}"]


def _session(page: Page) -> list[str]:
    where = f" · {layout.plain(page['skill'])}" if page["skill"] else ""
    found = [f"Session{where}", f"  {_stretch(page)}"]
    if page["ended"] and 0 < page["ms"] < page["passed"]:
        found.append(
            f"  {spoken(page['passed'])} passed; what overlaps another session is counted there."
        )
    return found


def _name(page: Page) -> list[str]:
    archived = ", archived" if page["archived"] else ""
    found = [f"{page['kind'].capitalize()} “{layout.plain(page['name'])}”{archived}"]
    about = ("target_hours", "criterion", "counts")
    found += [f"  {key.replace('_', ' ')}: {page[key]}" for key in about if key in page]
    return found + [f"  {w['day']}  {layout.plain(w['words'])}" for w in page.get("wordings", [])]


def _setting(page: Page) -> list[str]:
    value = page["value"] or "the default"
    return [
        f"{page['when']} · setting {page['key']}: {layout.plain(str(value))}  {layout.short(page['short'])}"
    ]


def _architecture(page: Page) -> list[str]:
    return [
        f"{page['when']} · worth and values  {layout.short(page['short'])}",
        f"  {layout.indented(page['words'], '  ')}",
    ]


def _act(page: Page) -> list[str]:
    found = [f"{page['when']} · {page['verb']}, which wrote:"]
    rows = [
        (f["what"], f"{layout.plain(f['words'] or '')}  {layout.short(f['short'])}".strip())
        for f in page["facts"]
    ]
    return found + layout.columns(rows)


def _taken(page: Page) -> list[str]:
    """Undone or deleted."""
    words = f" “{layout.plain(page['words'])}”" if page.get("words") else ""
    return [
        f"{page['when']} · {page['what']}{words} was {page['kind']}. Bring it back with `{page['back']}`."
    ]


_LINES: dict[str, Any] = {
    "round": _round,
    "entry": _entry,
    "question": _question,
    "session": _session,
    "name": _name,
    "setting": _setting,
    "architecture": _architecture,
    "act": _act,
    "undone": _taken,
    "deleted": _taken,
}
