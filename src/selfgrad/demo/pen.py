"""How the learner of the demo puts things: not the same words twice in a row, and never quite alike."""

from __future__ import annotations

import random

from selfgrad.demo.words import lines

SLOTS = {
    "{n}": tuple(str(n) for n in range(2, 19)),
    "{bar}": ("5", "9", "12", "12", "12", "17", "20"),
    "{page}": tuple(str(n) for n in range(14, 213)),
    "{key}": ("z", "q", "b", "y", "ampersand", "7"),
}


class Pen:
    """Chooses among the words there are, with `rng`."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.left: dict[tuple[str, ...], list[str]] = {}  # what is not used yet

    def draw(self, options: tuple[str, ...]) -> str:
        """One of them; all the others come before it does again."""
        left = self.left.setdefault(options, [])
        if not left:
            left += self.rng.sample(options, len(options))
        return left.pop()

    def fill(self, sentence: str) -> str:
        """Put in what differs from time to time.

        >>> Pen(random.Random(1)).fill("bar {bar}") in ("bar 5", "bar 9", "bar 12", "bar 17", "bar 20")
        True
        """
        for slot, values in SLOTS.items():
            if slot in sentence:
                sentence = sentence.replace(slot, self.rng.choice(values))
        return sentence

    def write(self, options: tuple[str, ...]) -> str:
        """One of them, filled in."""
        return self.fill(self.draw(options))


# What the long one is made of: a recording heard bar by bar, written down in one breath.
_HEARD = lines("""
    the open string rings on under the next note
    the third finger is late and I can hear it wait
    the tempo sags although the metronome does not
    the shift squeaks
    the accent is on the second beat where it should be on the first
    the thumb is tense and the tone gets thin
    the little finger mutes the string above it
    the run is even and I should remember how it felt
    I breathe in and the line stops for it
    the rest is too short
    the slur has only its first note
""")


def long_mistake(length: int = 3000) -> str:
    """One sentence of at least `length` characters: every stumble of one recording."""
    said = "I listened to the recording once through and wrote down every stumble as it came: "
    bar = 1
    while len(said) < length:
        said += f"in bar {bar} {_HEARD[bar * 7 % len(_HEARD)]}, "
        bar += 1
    return said + "and the last bar is fine."
