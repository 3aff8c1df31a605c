"""An outcome as a loss."""

from selfgrad.loss_words import shown_loss
from selfgrad.losses import Measure
from selfgrad.outcomes.ending import ending
from selfgrad.outcomes.runs import Outcome


def measure(outcome: Outcome) -> Measure:
    """Failed over executed (criterion "tests"), or 0 and 1 by exit code (criterion "exit").

    A reason means loss 1, whatever was counted. `raw` is None where nothing was.

    >>> measure(Outcome("", 0, 0, "exit code 3", exit_code=3)).words
    'exit code 3, loss 1.00'
    """
    if outcome.reason:
        return _void(outcome)
    if not outcome.executed:
        words = f"{ending(outcome.exit_code)}, loss {shown_loss(0)}"
        return Measure("exit", 0, "exit code", "", 0.0, words, _about(outcome))
    loss = outcome.failed / outcome.executed
    words = f"{_share(outcome)} ({_runner(outcome)}), loss {shown_loss(loss)}"
    kept: dict[str, object] = {"wrong": outcome.failed, "total": outcome.executed}
    return Measure("tests", outcome.failed, "failed", "less", loss, words, kept | _about(outcome))


def _void(outcome: Outcome) -> Measure:
    about = _about(outcome)
    if outcome.runner in ("", "exercism"):
        words = f"{outcome.reason}, loss 1.00"
        return Measure("exit", outcome.exit_code, "exit code", "", 1.0, words, about)
    words = f"{outcome.reason} ({_runner(outcome)}), loss 1.00"
    return Measure("tests", None, "failed", "less", 1.0, words, about)


def _share(outcome: Outcome) -> str:
    of = outcome.of.removesuffix("s") if outcome.executed == 1 else outcome.of
    return f"{outcome.failed} failed of {outcome.executed} {of}"


def _runner(outcome: Outcome) -> str:
    return outcome.runner.replace(", ", " and ")


def _about(outcome: Outcome) -> dict[str, object]:
    """What else is kept, without what is empty."""
    about = {
        "runner": outcome.runner,
        "failures": list(outcome.failures),
        "reason": outcome.reason,
    }
    return {name: value for name, value in about.items() if value}
