"""What can be read: the same pages for the command line, the web page and an agent.

Each method answers with plain dicts and lists that are JSON as they stand. Instants are UTC
milliseconds (`at`) beside the wall clock (`when`), hours are milliseconds, losses run from 0
(perfect) to 1 (nothing right). Names are given and shown as they are called now. Only the
learner's own past is ever compared.

    find        finding.py     any word, newest first
    entries     serial.py      the serial log, by skill, parameter, month and words; months
    today       days.py        a day, and the same day in earlier periods; week
    hours       hours.py       every number of hours, each moment counted once
    skills      skills.py      every skill in one line
    curve       fitting.py     the rounds of a skill in columns, fitted, and what is next
    year        curves.py      the days of a year
    steps       judging.py     the changes so far, and whether they helped; trials, luck
    versus      comparing.py   now against then
    calibration calibrating.py expected against measured; edge
    forecast    foreseeing.py  when the target will be reached
    plans       habits.py      the habit
    ratings     reratings.py   old outputs rated again
    topics      explanations.py  what was explained, with its gaps; topic
    sources     library.py     what was read, what of it was tested; source, unused
    tissue      tissue.py      past mistakes seen from later rounds; scars, which fit an aim
    audit       auditing.py    how often all of this held
    credit      charging.py    the mistakes by parameter
    parameters  parameters.py  the same, with all they have said
    show        showing.py     whatever an id stands for
"""

from __future__ import annotations

from selfgrad.auditing import Auditing
from selfgrad.calibrating import Calibrating
from selfgrad.comparing import Comparing
from selfgrad.days import Days
from selfgrad.explanations import Explanations
from selfgrad.finding import Finding
from selfgrad.habits import Habits
from selfgrad.library import Library
from selfgrad.lookups import Lookups
from selfgrad.parameters import Parameters
from selfgrad.serial import Serial
from selfgrad.showing import Showing
from selfgrad.skills import Skills
from selfgrad.standing import Standing
from selfgrad.tissue import Tissue


class Record(
    Auditing,
    Comparing,
    Calibrating,
    Habits,
    Days,
    Skills,
    Parameters,
    Explanations,
    Showing,
    Standing,
    Library,
    Lookups,
    Tissue,
    Finding,
    Serial,
):
    """The pages of an open journal; `journal.read` is one.

    >>> from selfgrad.journal import Journal
    >>> journal = Journal(":memory:")
    >>> _ = journal.log("I dropped the minus sign.")
    >>> [hit["words"] for hit in journal.read.find("minus")["hits"]]
    ['I dropped the minus sign.']
    """
