"""Past mistakes for an aim: a few hundred candidates from the journal, of which recall.py keeps few.

Every query reads so many of the newest and no more, however long the journal is: those of the same
skill, of the same project, of the parameter whose step is in force there, of all, and those with a word
of the aim, the rarest words first. An aim with such a word leads to the mistakes of its round and of the rounds that
repeated it.
"""

from __future__ import annotations

from selfgrad import errors
from selfgrad.ledger import FORGOTTEN
from selfgrad.reader import Reader

TYPE_CHECKING = False  # `import typing` costs 5 ms
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from selfgrad.db import Row
    from selfgrad.recall import Fit, Past, Situation

MOST = 3  # shown at once
CANDIDATES = 250  # scored; 0.06 ms each
OF_A_PLACE = 100  # of the newest of a skill, a project or a parameter
LATEST = 150
OF_A_WORD = 25
WORDS = 8  # of the aim, the rarest
TOO_COMMON = 2e-3  # share of English from which on a word is not looked for
LOOKED_AT = 4  # times as many are read, for those of other kinds among them
OF_A_ROUND = 6  # that an aim leads to
REPEATS = 3  # rounds after it with the same aim
SPARE = 3  # times as many are ranked as are shown: joined ones become one
KNOWN_SCARS = 2000  # that came up or were joined, the newest
NEAREST = 50  # by meaning
HELPED = b'"word": "helped"'  # in a kept verdict; JSON is not read for it


class Recalling(Reader):
    """What went wrong in situations like this one."""

    besides: tuple[str, ...] = ()  # rounds whose own mistakes are left out: those being worked in

    def scars(
        self, aim: str, skill: str | None = None, project: str | None = None, limit: int = MOST
    ) -> list[dict[str, Any]]:
        """The past mistakes, blind alleys and steps that helped that fit an aim, best first.

        Each is `id`, `words`, `kind`, `aim` (of its round, or None), `skill`, `project`,
        `parameter`, `when`, `day`, `at`, `short`, `score` and `because`. Empty where nothing fits. A name
        that is new has no past of its own.
        """
        from selfgrad import recall  # 3 ms

        situation, scarred = self._situation(aim, skill, project), self._scarred()
        pasts, likeness = self._fitting(situation, scarred)
        fits = recall.rank(situation, pasts, SPARE * max(0, limit), likeness)
        return self._as_scars(fits, scarred, limit)

    def _situation(self, aim: str, skill: str | None, project: str | None) -> Situation:
        """What is about to be done, with the parameter whose step is in force there."""
        from selfgrad import recall

        key, parameter = self._key_or_new("skill", skill), None
        if key and (step := self.journal.step_in_force(key)):
            parameter = self.key("parameter", step["parameter"])
        place = self._key_or_new("project", project)
        return recall.Situation(aim, key, place, parameter, self.clock.now())

    def _fitting(
        self, situation: Situation, scarred: dict[str, Row]
    ) -> tuple[list[Past], dict[str, float] | None]:
        """The candidates with what is known of them, and their likeness in meaning."""
        rows = self._candidates(situation)
        pasts = [self._scar_past(row, scarred) for row in rows.values()]
        return self._come_back(pasts, scarred), self._likeness(situation.aim, rows)

    def past(self, row: Row) -> Past:
        """An entry by itself, as recall.py takes it."""
        from selfgrad import recall

        return recall.Past(
            row["id"],
            row["words"],
            None,
            self.key("skill", row["skill"]),
            self.key("project", row["project"]),
            self.key("parameter", row["parameter"]),
            row["kind"],
            row["happened_at"],
        )

    def _key_or_new(self, kind: str, text: str | None) -> str | None:
        from selfgrad.names import key_of

        try:
            return self.wanted(kind, text)
        except errors.NotFound:
            return key_of(text or "") or None

    # candidates -----------------------------------------------------------------------------------

    def _candidates(self, situation: Situation) -> dict[str, Row]:
        """What can come up, by id, at most `CANDIDATES` of them."""
        found: dict[str, Row] = {}
        for row in self._all_candidates(situation):
            if row["id"] not in found and self._can_come_up(row):
                found[row["id"]] = row
            if len(found) == CANDIDATES:
                break
        return found

    def _can_come_up(self, row: Row) -> bool:
        """Not what the rounds left out have brought, or is forgotten; of steps only those that helped."""
        if row["kind"] == "aim" or row["round"] in self.besides or row["words"] == FORGOTTEN:
            return False
        return row["kind"] != "step" or self._scar_helped(row["round"])

    def _scar_helped(self, round: str | None) -> bool:
        """Whether a verdict says so that was worked out when its page was read; none is made here.

        Of a step that a coin switches on and off, before and after say nothing.
        """
        value = self.db.scalar("scar_candidates_verdict", learner=self.learner, round=round)
        return value is not None and HELPED in value and not self._on_trial(round)

    def _on_trial(self, round: str | None) -> bool:
        """Whether the step that ended a round began a trial."""
        facts = self.db.all("facts_of_subject", learner=self.learner, subject=round)
        return any(
            beside["kind"] == "trial_begun"
            for fact in facts
            if fact["kind"] == "stepped"
            for beside in self.db.all("facts_of_act", learner=self.learner, act=fact["act"])
        )

    def _all_candidates(self, situation: Situation) -> Iterator[Row]:
        """Those by word, by place and by date in turn, so that none crowds the others out."""
        ways = [
            self._with_words(situation.aim),
            self._candidates_of("skill", situation.skill, "scar_candidates_of_skill"),
            self._candidates_of("project", situation.project, "scar_candidates_of_project"),
            self._candidates_of("parameter", situation.parameter, "scar_candidates_of_parameter"),
            iter(self._newest_of("scar_candidates", LATEST)),
            self._near_in_meaning(situation.aim),
        ]
        while ways:
            for way in list(ways):
                row = next(way, None)
                if row is None:
                    ways.remove(way)
                else:
                    yield row

    def _newest_of(self, query: str, limit: int, **of: Any) -> list[Row]:
        span = {"looked_at": LOOKED_AT * limit, "limit": limit}
        rows: list[Row] = self.db.all(query, learner=self.learner, **span, **of)
        return rows

    def _candidates_of(self, kind: str, key: str | None, query: str) -> Iterator[Row]:
        if key is None:
            return
        for one in self.journal.keys_of(kind, key):
            yield from self._newest_of(query, OF_A_PLACE, key=one)

    def _with_words(self, aim: str) -> Iterator[Row]:
        """What was written with the words of an aim, or in rounds whose aim has them."""
        led: set[str] = set()
        hits = [
            self.db.all("search_scars", learner=self.learner, words=words, looked_at=OF_A_WORD)
            for words in asked(aim)
        ]
        for at in range(OF_A_WORD):
            for found in hits:
                if at < len(found):
                    yield from self._led_to(found[at], led)

    def _led_to(self, row: Row, led: set[str]) -> Iterable[Row]:
        """The entry itself, or for an aim what was filed in its rounds, once."""
        if row["kind"] != "aim":
            return [row]
        found: list[Row] = []
        round = row["round"]
        for _ in range(1 + REPEATS):
            if round is None or round in led:
                break
            led.add(round)
            found += self._newest_of("scar_candidates_of_round", OF_A_ROUND, key=round)
            round = self.db.scalar("scar_candidates_next_round", learner=self.learner, round=round)
        return found

    # by meaning -----------------------------------------------------------------------------------

    def _near_in_meaning(self, aim: str) -> Iterator[Row]:
        """Those nearest in meaning, where a model of sentences is loaded."""
        if not self.journal.settings["semantic_model"]:
            return
        from selfgrad import nearest

        for id in nearest.nearest(self, aim, NEAREST):
            row = self.db.first("scar_candidate", learner=self.learner, id=id)
            if row is not None:
                yield row

    def _likeness(self, aim: str, rows: dict[str, Row]) -> dict[str, float] | None:
        """The cosine of each, from what is usual between any two sentences on."""
        if not self.journal.settings["semantic_model"]:
            return None
        from selfgrad import vectors

        likes = vectors.likeness(self, aim, rows)
        usual = vectors.usual(self) if likes else 0.0
        return {id: (like - usual) / (1 - usual) for id, like in likes.items()}

    # scars ----------------------------------------------------------------------------------------

    def _scarred(self) -> dict[str, Row]:
        """The entries that came up before or were joined, by id."""
        rows = self.db.all("scar_candidates_joined", learner=self.learner, limit=KNOWN_SCARS)
        return {row["id"]: row for row in rows}

    def _scar_past(self, row: Row, scarred: dict[str, Row]) -> Past:
        """A candidate with what is known of it as a scar."""
        root = self._scar_root(row["id"], scarred)
        scar = scarred.get(root)
        return self.past(row)._replace(
            aim=row["aim"],
            times=self._scar_times(root) if scar else 1,
            loss=cost(row["loss"], row["mistakes"]),
            retired=bool(scar and scar["retired"] and row["happened_at"] <= scar["retired_at"]),
        )

    def _come_back(self, pasts: list[Past], scarred: dict[str, Row]) -> list[Past]:
        """A retired one is back where it was written again since, in like words."""
        from selfgrad import recall

        return [
            past._replace(retired=False)
            if past.retired
            and any(
                recall.same(past.words, other.words) >= recall.ALIKE
                for other in pasts
                if other.happened_at > scarred[self._scar_root(past.id, scarred)]["retired_at"]
            )
            else past
            for past in pasts
        ]

    def _scar_root(self, id: str, scarred: dict[str, Row]) -> str:
        """The entry that a joined one is counted under."""
        return self.journal.root_of(id) if id in scarred and scarred[id]["into_id"] else id

    def _scar_times(self, root: str) -> int:
        """About how often it was made, by two looks, since there are many candidates; tissue.py counts."""
        joined = self.db.list("scar_members", learner=self.learner, into_id=root)
        repeats = self.db.scalar("scar_candidates_repeats", learner=self.learner, scar=root)
        return 1 + len(joined) + int(repeats)

    def _as_scars(
        self, fits: Sequence[Fit], scarred: dict[str, Row], limit: int
    ) -> list[dict[str, Any]]:
        """Joined ones once, as the entry that they count under."""
        shown: dict[str, dict[str, Any]] = {}
        for fit in fits:
            root = self._scar_root(fit.past.id, scarred)
            if root not in shown and len(shown) < limit:
                shown[root] = self._as_one_scar(root, fit)
        return list(shown.values())

    def _as_one_scar(self, root: str, fit: Fit) -> dict[str, Any]:
        of = {"learner": self.learner}
        there = self.db.first("scar_candidate", **of, id=root)
        row = there or self.db.first("scar_candidate", **of, id=fit.past.id)
        entry = self.db.first("entry", **of, id=row["id"]) if row else None
        if row is None or entry is None:
            raise LookupError(fit.past.id)  # it was there a moment ago
        said = self.sentence(entry)
        kept = ("short", "words", "kind", "skill", "project", "parameter", "at", "when", "day")
        about = {key: said[key] for key in kept}
        score = round(fit.score, 3)
        return {"id": root, **about, "aim": row["aim"], "score": score, "because": fit.because}


def cost(loss: float | None, mistakes: int) -> float | None:
    """The loss that a mistake cost: an equal share of its round's; None where none is known.

    >>> cost(0.4, 2), cost(None, 2)
    (0.2, None)
    """
    return None if loss is None else loss / max(1, mistakes)


def asked(aim: str) -> list[str]:
    """What is looked for in the index: the rarest words of an aim, each in all its regular forms.

    >>> asked("rushed it")
    ['"rushed" OR "rush" OR "rushs" OR "rushes" OR "rushe" OR "rushing" OR "rushhed" OR "rushhing"']
    """
    from selfgrad import search
    from selfgrad.alike import share
    from selfgrad.stems import terms

    found = {
        term: word
        for term, word in terms(aim).items()
        if share(term) < TOO_COMMON and (len(term) > 1 or search._run(term))
    }
    wanted = sorted(found, key=lambda term: (share(term), -len(term)))[:WORDS]
    return [
        " OR ".join(
            f'"{word}"'
            for word in dict.fromkeys(
                [found[term]] if search._run(term[0]) else [found[term], *_forms(term)]
            )
        )
        for term in wanted
    ]


def _forms(stem: str) -> Iterator[str]:
    """The words that a stem may be of; some that do not exist do no harm."""
    yield stem
    yield from (stem + end for end in ("s", "es", "e", "ed", "ing"))
    if stem[-1] == "i":
        yield from (stem[:-1] + end for end in ("y", "ies", "ied", "ying"))
    else:
        yield from (stem + stem[-1] + end for end in ("ed", "ing"))
