"""The verb that rates an old output again, without its old mark: does the learner's own standard move?"""

from __future__ import annotations

from selfgrad import criteria, errors
from selfgrad.desk import Receipt
from selfgrad.rounds import Rounds

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from selfgrad.db import Row

SELF_RATED = "gap"  # the criterion whose loss is the learner's own judgement
APART_MS = 14 * 86_400_000  # sooner, the old mark is still remembered; a length of time


class Rating(Rounds):
    """A second look."""

    def rerate(self, value: str, round: str | None = None, *, skill: str | None = None) -> Receipt:
        """Rate an old output again: the one that is offered, or that of the round with this id."""
        with self.writing("rerate") as draft:
            old = self._to_rate(round, self.find_name("skill", skill) if skill else None)
            measure = criteria.parse(
                value, counts="wrong", criterion=criteria.Criterion(SELF_RATED)
            )
            id = draft.add("rerated", round=old["round"], loss=measure.loss, said=measure.words)
        before, after = old["loss"], measure.loss
        said = [f"Rated again: {measure.words}. Then it was {before:.2f}, now {after:.2f}."]
        said.append("What this says of your standard: `selfgrad rerate --drift`.")
        return self.receipt(draft, id, said, round=old["round"], loss=after, before=before)

    def _to_rate(self, round: str | None, skill: str | None) -> Row:
        if round is None:
            last = self.current() or self.db.first("round_last", learner=self.learner)
            offered = self.offered_rating(skill or (last["skill"] if last else None))
            if offered is None:
                raise errors.Refused(
                    "No output waits to be rated again: it takes a kept one (words, file or address), "
                    "rated by yourself, that is two weeks old.",
                    "Keep outputs with `selfgrad forward`, rate them with `selfgrad loss 4 gap`.",
                )
            return offered
        subject = self.find_fact(round)["subject"]
        row = self.db.first("rating_of_round", learner=self.learner, round=subject)
        if row is None:
            raise errors.Refused("That round has no self-rated output.", "See `selfgrad rerate`.")
        return row

    def offered_rating(self, skill: str | None) -> Row | None:
        """An old self-rated output of a skill, by chance but the same one until it is rated; or None."""
        before = self.clock.now() - APART_MS
        for key in self.keys_of("skill", skill):
            about = {"learner": self.learner, "skill": key, "before": before}
            if row := self.db.first("rating_to_offer", **about):
                return row
        return None
