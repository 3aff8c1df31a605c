"""The habit as lines: behaviour, feeling and chance, each by its own name."""

from __future__ import annotations

from selfgrad.cli import layout

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from typing import Any

    Page = dict[str, Any]


def plans(page: list[Page]) -> list[str]:
    """Every plan and what became of it."""
    if not page:
        return [
            "There is no plan yet: after what, where, and for how long at least?",
            'Next: `selfgrad plan "after breakfast, at the piano" --least 10m --days mon-fri`.',
        ]
    return [line for plan in page for line in [*_plan(plan), ""]][:-1]


def _plan(plan: Page) -> list[str]:
    lines = [layout.paint(layout.plain(plan["words"]), layout.BOLD), _month(plan["lately"])]
    lines += layout.columns(_facts(plan))
    lines += [_mechanism(one) for one in plan["mechanisms"]]
    return [*lines, " ".join(plan["said"])]


def _facts(plan: Page) -> list[tuple[str, str]]:
    chance = plan["chance"]["probability"]
    facts = []
    if plan["consistency"] is not None:
        lately = "of what was planned, the last weeks counting most"
        facts.append(("consistency", f"{plan['consistency']:.0%} {lately}"))
    if chance is not None:
        facts.append(("chance today", f"{chance:.0%}, from the days before"))
    streak = plan["streak"]
    if streak["weeks"]:
        of = layout.counted(streak["weeks_of"], "week")
        facts.append(("weeks kept", f"{streak['weeks']} of {of}, a day to spare in each"))
    if streak["freezes"]:
        facts.append(("in hand", layout.counted(streak["freezes"], "freeze")))
    if streak["repairable"]:
        facts.append(
            (
                "can be made up for",
                layout.counted(streak["repairable"], "day") + ": `selfgrad plan --repair`",
            )
        )
    return [*facts, _felt(plan["felt"])]


def _felt(felt: Page) -> tuple[str, str]:
    """The feeling, which is not the behaviour."""
    if not felt["mean"]:
        return ("feels automatic", "not asked yet: `selfgrad plan --felt`")
    spread = f" (answers ± {felt['sd'][-1]:.1f})" if felt["sd"][-1] else ""
    again = "; ask again" if felt["due"] else ""
    return ("feels automatic", f"{felt['mean'][-1]:.1f} of 7{spread} on {felt['day'][-1]}{again}")


def _mechanism(one: Page) -> str:
    points = f"{100 * one['difference']:+.0f} points"
    return (
        f"  Days on which {one['name']}: kept {one['with_rate']:.0%}; others {one['without_rate']:.0%} "
        f"({points}, 80 % interval {100 * one['low']:+.0f} to {100 * one['high']:+.0f})"
    )


def _month(days: list[Page]) -> str:
    """The last four weeks, a mark a day."""
    kept, free, missed = ("●", "·", "○") if layout.unicode() else ("x", " ", "-")
    return f"{''.join(map(_mark, days))}  ({kept} kept  {missed} missed  {free} not planned)"


def _mark(day: Page) -> str:
    if day["done"]:
        return "●" if layout.unicode() else "x"
    if day["free"] or not day["planned"]:
        return "·" if layout.unicode() else " "
    return "○" if layout.unicode() else "-"
