"""The person at the terminal, asked before a sentence about them is filed. Never more than once a round."""

from __future__ import annotations

from selfgrad import guards
from selfgrad.cli import asking

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from selfgrad.meeting import Meeting


class AtTheTerminal:
    """Asks on the terminal; see meeting.py."""

    def instead(self, words: str, found: guards.Finding) -> str | None:
        """What was done, or None: k or an empty line keeps the words."""
        print(f"{words}\n  {guards.about_you(words, found)}")
        answer = asking.ask("  What did you do? (k keeps your sentence as it is)")
        return None if answer.lower() in ("", "k") else answer

    def private(self, words: str, said: list[str]) -> bool:
        """Whether the words are kept; they stay on the screen either way."""
        print(words, *said, sep="\n")
        return asking.yes("Keep these words, private, apart from everything else?")


def there(journal: Meeting, *, keep_words: bool = False, json: bool = False) -> None:
    """Let the journal ask the person at the terminal, where there is one who wants to be asked."""
    journal.keep_words = keep_words
    if not json and asking.interactive():
        journal.person = AtTheTerminal
