"""One class per kind of failure: a sentence, the next action, an exit code, an HTTP status.

Each face shows an error in exactly one place; nothing below a face prints.
"""

STOPPED = "\nStopped; what was written before is kept."  # after Ctrl-C


class SelfgradError(Exception):
    """What went wrong, in one sentence, and what can be done next.

    >>> str(Refused("The round is closed.", "Open the next one with `selfgrad start`."))
    'The round is closed. Open the next one with `selfgrad start`.'
    """

    exit_code = 1
    http = 400

    def __init__(self, sentence: str, next: str = "") -> None:
        super().__init__(f"{sentence} {next}".strip())
        self.sentence = sentence
        self.next = next


class Refused(SelfgradError):
    """A rule says no; nothing was written."""

    http = 409


class Moved(Refused):
    """The round is no longer as it was shown to the one who writes."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "Nothing was written; look at where it stands now.")


class AlreadyKept(SelfgradError):
    """The same sending arrived before; `act` is what became of it. Nothing is written twice."""

    http = 200

    def __init__(self, act: str) -> None:
        super().__init__("That is kept already.", "Go on.")
        self.act = act


class Nearly(Refused):
    """A name that is new and nearly one that exists: it is asked first which is meant."""


class BadInput(SelfgradError):
    """What was typed could not be understood; nothing was written."""

    http = 422


class NotFound(SelfgradError):
    """There is no such entry, skill or file."""

    http = 404


class DatabaseTrouble(SelfgradError):
    """The journal cannot be read or written; nothing was overwritten."""

    http = 503


class Usage(SelfgradError):
    """The command's words are off."""

    exit_code = 2


# what can be done next, by the state of a round; `loop.NotAllowed` carries the state
_NEXT = {
    "open": (
        "Nothing has been produced in this round yet.",
        "Say what you made with `selfgrad forward`.",
    ),
    "produced": (
        "This output has no loss yet.",
        "Measure it, for example with `selfgrad loss 3/10`.",
    ),
    "measured": (
        "This round has its loss, and what went wrong is still to be written.",
        "Write it down with `selfgrad backward`, or what held with `selfgrad backward --held`.",
    ),
    "reflected": (
        "What went wrong is written down.",
        'Close the round with `selfgrad step "When X, I do Y"`, or `selfgrad step --keep`.',
    ),
    "closed": (
        "That round is filed.",
        "Go on in the open one with `selfgrad go`, or `selfgrad start`.",
    ),
    "dropped": (
        "That round is filed.",
        "Go on in the open one with `selfgrad go`, or `selfgrad start`.",
    ),
}


def next_action(state: str) -> str:
    """What can be done next in a round that is in `state`."""
    return _NEXT[state][1]


def refusal(error: Exception) -> SelfgradError:
    """Turn what the loop raised (`NotAllowed`) into a sentence."""
    state = getattr(error, "state", None)
    if state is None:
        return BadInput(f"That does not fit: {error}.", "Look at the round with `selfgrad show`.")
    if getattr(error, "verb", "") == "predict":
        return Refused("A prediction stands once there is an output.", _NEXT[state][1])
    return Refused(*_NEXT[state])
