"""The learner of the demo: practises, makes mistakes, writes them down, and changes one thing at a time."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import Any

from selfgrad import criteria
from selfgrad.clock import MINUTE, Clock
from selfgrad.demo import words
from selfgrad.demo.craft import CRITERIA, MANNERS, TARGETS, Craft
from selfgrad.demo.days import ABROAD, FIRST_PROJECT, HOME, Block, Day, Now
from selfgrad.demo.pen import Pen, long_mistake
from selfgrad.demo.teaching import Teaching
from selfgrad.journal import Journal


class Learner(Teaching):
    """One person with a journal. Everything that looks like chance comes from `rng`."""

    def __init__(
        self, journal: Journal, now: Now, rng: random.Random, end: int, folder: str
    ) -> None:
        super().__init__(journal, rng)
        self.now, self.end, self.folder = now, end, folder
        tried: Counter[str] = Counter()
        self.crafts = {skill: Craft(skill, rng, tried) for skill in MANNERS}
        self.pen = Pen(rng)
        self.done: set[str] = set()  # what happens once and has happened
        self.left: tuple[Block, float, int] | None = None  # a clock left on: place, loss, since
        self.asked: list[tuple[str, list[str]]] = []  # questions without an answer: id, words
        self.answered: list[str] = []
        self.unsorted: list[tuple[str, str]] = []  # mistakes without a parameter: id, skill
        self.rested = 0  # days without practice
        self.tired = 0.0  # raises the odds of the day's losses
        self.evenings = random.Random(7)  # its own, so that the rest of the year stays as it is

    # a day ----------------------------------------------------------------------------------------

    def live(self, day: Day, share: float, late: bool) -> None:
        """One day; `share` is how much of the year is over, `late` when today is near."""
        self.share, self.late = share, late
        first = day.blocks[0].start if day.blocks else day.noon
        self.wait_until(min(first, day.noon) - 10 * MINUTE)
        if self.left:
            self.morning_after(*self.left)
        self.landmarks(day)
        self.wake(day)
        events: list[tuple[int, Any]] = [(block.start, block) for block in day.blocks]
        events += [(day.noon, self.noon), (day.night, self.night)]
        for at, event in sorted(events, key=lambda pair: pair[0]):
            if max(at, self.now.ms) + 10 * MINUTE > self.end:
                break
            self.wait_until(at)
            if isinstance(event, Block):
                self.practise(event)
            elif self.left is None and self.rested < 3:
                event()

    def wait_until(self, at: int) -> None:
        self.now.ms = min(self.end, max(self.now.ms + MINUTE, at))

    def work(self, minutes: float) -> None:
        """Let some minutes pass, to the second."""
        self.now.ms = min(self.end, self.now.ms + int(minutes * 60) * 1000)

    def wake(self, day: Day) -> None:
        self.rested = 0 if day.blocks else self.rested + 1
        self.tired = self.rng.gauss(0, 0.25) + (0.5 if self.chance(0.08) else 0.0)
        if self.rested == 4:  # a setback: some of it is forgotten
            for craft in self.crafts.values():
                craft.hours *= 0.75

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def once(self, what: str, due: bool) -> bool:
        """Whether something that happens once happens now."""
        if not due or what in self.done:
            return False
        self.done.add(what)
        return True

    def landmarks(self, day: Day) -> None:
        """What happens at a certain time of the year."""
        journal = self.journal
        if self.once("settle in", True):
            self.settle_in()
        if day.zone != journal.settings["zone"]:
            journal.set("zone", day.zone)
        if self.once("self", self.share > 0.01):
            journal.write_architecture(words.ARCHITECTURE)
        if self.once("typing", self.share > 0.25):
            journal.rename("skill", "typing", "touch typing")
        if self.once("careless", self.share > 0.4):
            journal.merge("parameter", "carelessness", "reading the question")
        self.plan_ahead(self.share)
        self.read_notes(self.share)
        for number, sentence in enumerate(words.JUDGING):
            if self.once(sentence, self.share > 0.15 + 0.3 * number):
                journal.log(sentence, skill=("calculus", "python", "guitar")[number])

    def settle_in(self) -> None:
        journal = self.journal
        # the first fact, too, lies in the learner's zone, whatever machine this is
        journal.clock = Clock(HOME, now=self.now)
        journal.set("zone", HOME)
        journal.set("backups", "off")  # a demo can be made again
        for skill in MANNERS:
            about: dict[str, Any] = {}
            if skill in CRITERIA:
                about["criterion"] = criteria.checked(CRITERIA[skill]).to_json()
                about["target_hours"] = TARGETS[skill]
            journal.describe("skill", skill, **about)
        journal.log("I solved what I thought it asked.", to="carelessness", skill="calculus")
        journal.log("I began before the question had ended.", to="reading the question")

    # a stretch of practice ------------------------------------------------------------------------

    def practise(self, block: Block) -> None:
        craft = self.crafts[block.skill]
        self.sit_down(block, craft)
        stop = self.now.ms + int(block.minutes * MINUTE)
        if block.left_on:
            minutes = self.rng.uniform(*craft.manner.minutes)
            self.left = block, self.make_something(block, craft, minutes), self.now.ms
            return
        while self.now.ms < stop - 6 * MINUTE:
            self.round(block, craft)
            self.work(self.rng.uniform(0.5, 3))
        if block.last:
            self.leave(block)

    def sit_down(self, block: Block, craft: Craft) -> None:
        """Begin where this place was left, or with another aim."""
        place = {"skill": block.skill, "project": block.project}
        there = self.journal.db.first("round_open_at", learner=self.journal.learner, **place)
        current = self.journal.current()
        if there is None or self.chance(0.3):
            about: dict[str, Any] = {"expect": craft.expected(), "level": craft.level}
            self.journal.start(self.aim(block), **place, **about, new=True)
        elif current and current["subject"] == there["subject"]:
            self.journal.go()
        else:
            self.journal.resume(there["subject"])
        self.try_by_coin(craft.skill, self.share)

    def leave(self, block: Block) -> None:
        """The last round in a place: a blind alley, and no next one."""
        self.journal.go()
        self.work(self.rng.uniform(8, 12))
        self.journal.drop(words.LAST_ROUND[block.project or block.skill][0])
        if block.project == FIRST_PROJECT:
            self.journal.archive("project", FIRST_PROJECT)
            self.crafts["python"].begin_anew()

    # a round --------------------------------------------------------------------------------------

    def round(self, block: Block, craft: Craft) -> None:
        minutes, chance = self.rng.uniform(*craft.manner.minutes), self.rng.random()
        if chance < 0.025 and craft.rounds > 4 and craft.alleys:
            self.blind_alley(block, craft, minutes)
        elif chance < craft.manner.quick and craft.rounds:
            self.quick(craft, minutes)
        else:
            loss = self.make_something(block, craft, minutes)
            self.work(1.5)
            self.compare(block, craft, loss)

    def make_something(self, block: Block, craft: Craft, minutes: float) -> float:
        """From the first move to the output; the loss that it has."""
        self.take_up(craft)
        self.work(minutes * 0.5)
        self.interrupted(craft)
        self.work(minutes * 0.4)
        loss = self.with_or_without(craft.play(minutes, self.tired))
        if self.chance(0.12):  # a first take, which was not good enough
            self.produce(block)
            self.work(1)
            self.journal.loss(craft.typed(min(1.0, loss + 0.15)))
            self.work(4)
        self.produce(block)
        return loss

    def take_up(self, craft: Craft) -> None:
        """The clock runs, and most of the time there is a prediction."""
        if self.journal.running() is None:
            self.journal.go()
        round = self.journal.current()
        if round and round["expected"] is None and self.chance(0.5):
            self.journal.predict(expect=craft.expected())

    def interrupted(self, craft: Craft) -> None:
        first = craft.rounds == 1
        spare = len(craft.questions) > 1 or self.late  # one is kept for the last days
        if spare and craft.questions and (first or self.chance(0.4 if self.late else 0.05)):
            question = craft.questions.pop(0)
            receipt = self.journal.ask(question[0])
            self.asked.append((receipt.data["id"], question))
            self.work(0.5)
        if self.chance(0.08):
            self.journal.pause()
            self.work(self.rng.uniform(5, 15))
            self.journal.go()
        if first or self.chance(0.12):
            self.journal.go(input=True)
            self.work(self.rng.uniform(6, 15))
            self.journal.go()

    def produce(self, block: Block) -> None:
        journal, kind = self.journal, self.rng.random()
        made = self.pen.write(words.OUTPUTS[block.skill])
        if block.skill == "python" and self.evenings.random() < 0.25:
            self.run_tests(self.evenings)
        number = self.rng.randint(1000, 9999)
        if kind < 0.06 or self.once("file", True):
            journal.forward(made, file=self.file(block.skill, number))
        elif kind < 0.14:
            journal.forward(made, url=f"https://example.org/{block.skill}/{number}")
        elif kind < 0.22:
            journal.forward()
        elif kind < 0.6 and block.skill == "python":
            journal.forward(commit=f"{self.rng.getrandbits(28):07x}")
        else:
            journal.forward(made)

    def file(self, skill: str, number: int) -> str:
        name, content = words.FILES[skill]
        path = os.path.join(self.folder, f"{number}-{name}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(content.format(n=number))
        return path

    def compare(self, block: Block, craft: Craft, loss: float) -> None:
        """Loss, backward, step."""
        receipt = self.journal.loss(craft.typed(loss))
        self.work(self.rng.uniform(0.5, 2))
        self.reflect(craft, loss)
        self.work(self.rng.uniform(0.5, 1.5))
        self.close(block, craft, loss)
        if self.chance(0.01):  # counted wrong, seen later
            self.journal.edit_loss(receipt.data["round"], craft.typed(max(0.0, loss - 0.05)))

    def reflect(self, craft: Craft, loss: float) -> None:
        count = 0 if loss < 0.07 else 1 + self.chance(loss) + self.chance(loss / 2)
        faults = dict(self.mistake(craft) for _ in range(count))
        if self.once("long", craft.skill == "guitar" and craft.rounds > 3):
            faults[long_mistake()] = "tempo"
        held = None
        if not faults or self.chance(0.08):
            held = self.pen.write(words.HELD[craft.skill])
        plain = bool(faults) and held is None
        if plain and (self.once("edit", craft.rounds > 2) or self.chance(0.03)):
            self.mistyped(faults)
        elif plain and len(faults) == 1 and self.chance(0.12):
            receipt = self.journal.backward(*faults)
            self.unsorted.append((receipt.data["id"], craft.skill))
        else:
            self.journal.backward(*faults, to=list(faults.values()) or None, held=held, new=True)

    def mistyped(self, faults: dict[str, str]) -> None:
        *rest, last = faults
        receipt = self.journal.backward(
            *rest, last[:5] + last[6:], to=list(faults.values()), new=True
        )
        self.work(0.2)
        self.journal.edit(receipt.data["id"], words=last)

    def close(self, block: Block, craft: Craft, loss: float) -> None:
        change = self.change(craft)
        raised = craft.raised()
        about = self.ahead(craft, loss)
        if raised or self.chance(0.3):
            about["next"] = self.aim(block)
        if change is None:
            receipt = self.journal.step(keep=True, **about)
        else:
            parameter, wording, anyway = change
            about |= {"parameter": parameter, "anyway": anyway, "new": True}
            receipt = self.journal.step(wording, **about)
        self.mark_scars(receipt.data["round"])

    def change(self, craft: Craft) -> tuple[str, str, bool] | None:
        """Parameter, wording, and whether it comes before the last step was held to its end."""
        held = self.journal.step_in_force(craft.skill)
        early = held is not None and held["rounds"] < int(self.journal.settings["hold_rounds"])
        on_trial = self.journal.trial_running(craft.skill) is not None
        if craft.rounds < 3 or on_trial or not self.chance(0.02 if early else 0.4):
            return None
        return *craft.change(), early

    def ahead(self, craft: Craft, loss: float) -> dict[str, Any]:
        """How this round felt, and what is said of the next one."""
        about: dict[str, Any] = {"level": craft.level}
        if self.chance(0.6):
            felt = 2 + 8 * loss + self.rng.gauss(0, 1.2)
            about["discomfort"] = max(0, min(10, round(felt)))
        if self.chance(0.5):
            about["expect"] = craft.expected()
        return about

    def quick(self, craft: Craft, minutes: float) -> None:
        """A repeat round in one line."""
        journal, took = self.journal, None
        if journal.running() is None and self.chance(0.2):
            took = f"{int(minutes * 0.8)}m"
        else:
            self.take_up(craft)
        self.work(minutes * 0.8)
        loss = self.with_or_without(craft.play(minutes * 0.8, self.tired))
        faults = dict([self.mistake(craft)] if loss > 0.07 and self.chance(0.75) else [])
        about: dict[str, Any] = {"to": list(faults.values()) or None, "took": took, "new": True}
        about |= self.ahead(craft, loss)
        if self.once("undo", craft.rounds > 2) or self.chance(0.015):
            journal.again(craft.typed(min(1.0, loss + 0.25)), *faults, **about)
            self.work(0.5)
            journal.undo()  # that was the number of another sheet
        journal.again(craft.typed(loss), *faults, **about)

    def blind_alley(self, block: Block, craft: Craft, minutes: float) -> None:
        self.take_up(craft)
        self.work(minutes * 0.6)
        if self.chance(0.3):
            self.produce(block)
            self.work(2)
        self.journal.drop(craft.alleys.pop(0), next=self.aim(block))

    def morning_after(self, block: Block, loss: float, since: int) -> None:
        """The clock was left running overnight: say when work ended, or let it be guessed."""
        craft, self.left = self.crafts[block.skill], None
        if block.left_on == "answered":
            self.journal.pause(at=since + 9 * MINUTE)
            self.compare(block, craft, loss)
        else:
            self.compare(block, craft, loss)
            self.journal.add(9 * MINUTE, at=since)

    def noon(self) -> None:
        """A quiet hour: what was caught meanwhile, what was looked up, what was forgotten."""
        for probability, deed in (
            (0.22, self.catch),
            (0.5, self.look_up),
            (0.4, self.judge_an_answer),
            (0.07, self.add_by_hand),
            (0.06, self.add_reading),
            (0.15, self.sort),
            (0.02, self.say_twice),
        ):
            if self.chance(probability):
                deed()
                self.work(0.5)
        self.recall_points()
        if self.evenings.random() < 0.03 or self.once("takeaway", self.share > 0.2):
            self.test_takeaway(self.evenings)

    def night(self) -> None:
        self.look_back()
        self.teach(self.share)
        if self.chance(0.6):
            self.journal.review(self.pen.write(words.REVIEWS))

    def catch(self) -> None:
        if self.chance(0.4):
            self.journal.log(self.pen.draw(words.LOGGED))
            return
        craft = self.crafts[self.rng.choice(list(self.crafts))]
        sentence, parameter = self.mistake(craft)
        self.journal.log(sentence, to=parameter, skill=craft.skill, new=True)

    def look_up(self) -> None:
        if self.asked and not self.late:
            id, (_, answer, source) = self.asked.pop(0)
            self.journal.answer(answer, id, source=source)
            self.answered.append(id)

    def judge_an_answer(self) -> None:
        if self.answered:
            self.journal.used(self.answered.pop(0), self.chance(0.7))

    def add_by_hand(self) -> None:
        self.journal.add("25m", skill=self.rng.choice(("guitar", "calculus")), at="-30m")

    def add_reading(self) -> None:
        self.journal.add("20m", skill="calculus", input=True, at="-25m")

    def sort(self) -> None:
        if self.unsorted:
            id, skill = self.unsorted.pop(0)
            self.journal.recharge(id, self.crafts[skill].manner.parameters[0], new=True)

    def say_twice(self) -> None:
        sentence = self.pen.draw(words.LOGGED)
        self.journal.log(sentence)
        self.work(0.2)
        self.journal.delete(self.journal.log(sentence).data["id"])

    def aim(self, block: Block) -> str:
        return self.pen.write(words.AIMS.get(block.project or "") or words.AIMS[block.skill])

    def mistake(self, craft: Craft) -> tuple[str, str]:
        """A sentence and the parameter it is charged to; abroad, often in the language spoken there."""
        parameter = craft.fault()
        ways = self.pen.draw(words.MISTAKES[parameter]).split(" | ")
        sentence = self.rng.choice(ways)
        if self.journal.settings["zone"] == ABROAD and self.chance(0.7):
            sentence = ways[-1]  # where an idea has a Chinese wording, it is the last one
        if parameter == "reading the question" and "careless" not in self.done:
            parameter = self.rng.choice((parameter, "carelessness"))  # until they are seen as one
        return self.pen.fill(sentence), parameter
