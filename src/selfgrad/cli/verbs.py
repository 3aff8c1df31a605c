"""The verbs: one table. Help, completion, docs and tests read it; nothing else declares a verb.

Plain tuples, because `log` loads this file on its way and has 25 ms in all. An argument is a pair
of flags and what argparse's `add_argument` takes; a verb is `Verb(name, module, help, arguments,
example)`, and its function in `selfgrad.cli.MODULE` has the name of the verb.
"""

from collections import namedtuple

Verb = namedtuple("Verb", "name group module help arguments example")


def _arg(*flags: str, **options: object) -> "tuple[tuple[str, ...], dict[str, object]]":
    return flags, options


_AT = _arg("--at", metavar="WHEN", help='when it happened: "yesterday 18:00", ISO, "-2h"')
_SKILL = _arg("-s", "--skill", metavar="SKILL", help="the skill that is practised")
_PROJECT = _arg("-p", "--project", metavar="PROJECT", help="the project it is for")
_EXPECT = _arg("--expect", metavar="LOSS", help="the loss you predict: 3/10, 30%%, 0.3")
_LEVEL = _arg("--level", metavar="LEVEL", help="how hard it is, in your own words or numbers")
_NEXT = _arg("--next", metavar="AIM", help="the next aim (default: the same)")
_DISCOMFORT = _arg("--discomfort", metavar="0-10", type=int, help="how uncomfortable it was")
_KEEP = _arg("--keep-words", action="store_true", help="file the words as they are, unasked")
_SCARS = _arg("--scars", metavar="LETTERS", help="its scars: d dodged, r repeated, n not")
_NEW = _arg("--new", action="store_true", help="a new name, although one nearly like it exists")
_TO = _arg("--to", metavar="PARAMETER", action="append", help="the behaviour it is charged to")
_TOOK = _arg("--took", metavar="TIME", help="the time it took, by hand: 5m")
_INPUT = _arg("--input", action="store_true", help="reading, watching or looking up, not making")
_YES = _arg("--yes", action="store_true", help="do not ask")

_NAMES = (
    _arg("name", nargs="?", metavar="NAME", help="without one, all of them"),
    _arg("--rename", metavar="NEW", help="call it something else"),
    _arg("--merge", metavar="INTO", help="count it as another one"),
    _arg("--archive", action="store_true", help="put it out of sight"),
    _arg("--back", action="store_true", help="bring it back from the archive"),
)

VERBS = {
    verb.name: verb
    for verb in (
        # the loop
        Verb(
            "start",
            "the loop",
            "practice",
            "open a round: commit to an aim, and its clock runs",
            (_arg("aim", metavar="AIM"), _SKILL, _PROJECT, _EXPECT, _LEVEL, _NEW, _KEEP, _AT),
            'selfgrad start "ten integrals from memory" --expect 5/10',
        ),
        Verb(
            "resume",
            "the loop",
            "practice",
            "go back to another open round",
            (_arg("id", nargs="?", metavar="ID"), _AT),
            "selfgrad resume",
        ),
        Verb(
            "go",
            "the loop",
            "practice",
            "start the clock of the open round",
            (_INPUT, _AT),
            "selfgrad go",
        ),
        Verb(
            "pause",
            "the loop",
            "practice",
            "stop the clock for a while",
            (_arg("--all", action="store_true", help="count it all, however long it ran"), _AT),
            'selfgrad pause --at "-10m"',
        ),
        Verb(
            "stop",
            "the loop",
            "practice",
            "stop the clock: done for today",
            (_arg("--all", action="store_true", help="count it all, however long it ran"), _AT),
            "selfgrad stop",
        ),
        Verb(
            "forward",
            "the loop",
            "practice",
            "say what you made: words, a file, an address, a commit",
            (
                _arg(
                    "output", nargs="?", metavar="OUTPUT", help="in words; - reads standard input"
                ),
                _arg("--file", metavar="F", help="a file; a copy is kept"),
                _arg("--url", metavar="U"),
                _arg(
                    "--commit",
                    nargs="?",
                    const="HEAD",
                    metavar="REV",
                    help="a commit of this repository",
                ),
                _EXPECT,
                _LEVEL,
                _TOOK,
                _KEEP,
                _AT,
            ),
            'selfgrad forward "page 12 of the blue notebook"',
        ),
        Verb(
            "loss",
            "the loop",
            "practice",
            "compare with the ideal: 3/10, 30%, 0.3, 4 gap, 62 wpm",
            (
                _arg(
                    "value",
                    nargs="*",
                    metavar="VALUE",
                    help="3/10 is wrong of total; 7/10 right, too",
                ),
                _arg("--time", metavar="T/TARGET", help="14:20/12:00"),
                _arg("--number", metavar="X/TARGET", help="41.7/42"),
                _arg("--text", metavar="FILE", help="an output in words, with --against"),
                _arg("--against", metavar="FILE", help="the reference"),
                _arg("--checklist", metavar="FILE", help="a Markdown task list"),
                _arg("--forecast", nargs="+", metavar=("P", "yes|no"), help="0.8 yes"),
                _AT,
            ),
            "selfgrad loss 3/10",
        ),
        Verb(
            "backward",
            "the loop",
            "practice",
            "write down what went wrong, one sentence at a time",
            (
                _arg(
                    "sentences",
                    nargs="*",
                    metavar="SENTENCE",
                    help="none: you are asked; -: piped text",
                ),
                _TO,
                _arg(
                    "--held",
                    nargs="?",
                    const="",
                    metavar="SENTENCE",
                    help="nothing wrong: what held",
                ),
                _NEW,
                _KEEP,
                _AT,
            ),
            'selfgrad backward "I dropped the minus sign." --to signs',
        ),
        Verb(
            "step",
            "the loop",
            "practice",
            "change one small thing, or keep; the next round opens",
            (
                _arg("change", nargs="?", metavar='"When X, I do Y"'),
                _arg(
                    "--for", dest="parameter", metavar="PARAMETER", help="the parameter it rewords"
                ),
                _arg("--keep", action="store_true", help="no change: hold the last step"),
                _arg("--trial", type=int, metavar="N", help="by coin, over the next N rounds"),
                _arg("--anyway", action="store_true", help="change although a step is being held"),
                _NEXT,
                _EXPECT,
                _LEVEL,
                _DISCOMFORT,
                _SCARS,
                _NEW,
                _KEEP,
                _AT,
            ),
            'selfgrad step "When I move a term, I say its sign aloud." --for signs',
        ),
        Verb(
            "again",
            "the loop",
            "practice",
            "a whole repeat round in one line",
            (
                _arg("loss", metavar="LOSS"),
                _arg("sentences", nargs="*", metavar="SENTENCE"),
                _TO,
                _NEXT,
                _EXPECT,
                _LEVEL,
                _DISCOMFORT,
                _SCARS,
                _TOOK,
                _NEW,
                _KEEP,
                _AT,
            ),
            'selfgrad again 2/10 "I misread an exponent."',
        ),
        Verb(
            "round",
            "the loop",
            "practice",
            "a whole round, guided from start to end",
            (_SKILL, _PROJECT, _NEW, _KEEP),
            "selfgrad round",
        ),
        Verb(
            "drop",
            "the loop",
            "practice",
            "end a blind alley; its hours count",
            (_arg("why", metavar="WHY"), _NEXT, _KEEP, _AT),
            'selfgrad drop "the book has no answers to compare with"',
        ),
        # in passing
        Verb(
            "log",
            "in passing",
            "passing",
            "keep a mistake caught anywhere",
            (
                _arg(
                    "sentence",
                    nargs="*",
                    metavar="SENTENCE",
                    help="-: standard input, one entry a sentence",
                ),
                _TO,
                _SKILL,
                _NEW,
                _KEEP,
                _AT,
            ),
            'selfgrad log "I typed before I had read the error."',
        ),
        Verb(
            "ask",
            "in passing",
            "passing",
            "keep a question; without one, the open questions",
            (_arg("question", nargs="*", metavar="QUESTION"), _KEEP, _AT),
            'selfgrad ask "why does the sign flip?"',
        ),
        Verb(
            "answer",
            "in passing",
            "passing",
            "answer a question, and say where you found it",
            (
                _arg("words", nargs="+", metavar="[ID] ANSWER"),
                _arg("--source", metavar="S"),
                _arg("--used", action="store_true", default=None, help="it was used in the round"),
                _arg("--not-used", dest="used", action="store_false", help="it was not needed"),
                _KEEP,
                _AT,
            ),
            'selfgrad answer "the limits swap" --source "blue book, p. 40"',
        ),
        Verb(
            "add",
            "in passing",
            "passing",
            "time by hand",
            (
                _arg("time", metavar="TIME", help="45m, 1h30m, 90"),
                _SKILL,
                _PROJECT,
                _INPUT,
                _NEW,
                _AT,
            ),
            'selfgrad add 45m -s calculus --at "yesterday 18:00"',
        ),
        Verb(
            "self",
            "in passing",
            "passing",
            "worth and values: written once, out of every loss's reach",
            (
                _arg("words", nargs="*", metavar="WORDS", help="-: standard input"),
                _YES,
                _arg("--private", action="store_true", help="what was kept apart from everything"),
            ),
            "selfgrad self",
        ),
        # one entry
        Verb(
            "show",
            "one entry",
            "reading",
            "one entry, or one round with all that belongs to it",
            (_arg("id", nargs="?", default="last", metavar="ID"),),
            "selfgrad show last",
        ),
        Verb(
            "edit",
            "one entry",
            "correcting",
            "replace what an entry says",
            (
                _arg("id", metavar="ID"),
                _arg("words", nargs="*", metavar="WORDS"),
                _arg("--to", metavar="PARAMETER", help="charge it to another parameter"),
                _arg("--loss", metavar="LOSS", help="the loss of a round, set straight"),
                _arg("--source", metavar="S"),
                _NEW,
            ),
            'selfgrad edit last "I dropped the minus sign."',
        ),
        Verb(
            "delete",
            "one entry",
            "correcting",
            "take one entry away; undo brings it back",
            (_arg("id", metavar="ID"),),
            "selfgrad delete last",
        ),
        Verb(
            "forget",
            "one entry",
            "correcting",
            "blank the words of an entry for good",
            (_arg("id", metavar="ID"), _YES),
            "selfgrad forget last --yes",
        ),
        Verb(
            "undo",
            "one entry",
            "correcting",
            "take back the last act, or one by its id",
            (_arg("id", nargs="?", metavar="ID"),),
            "selfgrad undo",
        ),
        # names
        Verb(
            "skill",
            "names",
            "naming",
            "list, name, rename, merge, archive; set target and criterion",
            (
                *_NAMES,
                _arg("--target", metavar="HOURS", help="hours to count towards"),
                _arg(
                    "--criterion",
                    metavar="KIND",
                    help="how its loss is measured, see selfgrad help loss",
                ),
                _arg("--unit", metavar="UNIT", help="of a metric: wpm, seconds"),
                _arg("--better", choices=("more", "less"), help="of a metric"),
                _arg("--baseline", metavar="X", type=float, help="of a metric: where loss is 1"),
                _arg("--goal", metavar="X", type=float, help="of a metric: where loss is 0"),
                _arg("--counts", choices=("right", "wrong"), help="what 7/10 means"),
                _arg(
                    "--here",
                    action="store_true",
                    help="the open round and those before it that have no skill",
                ),
                _NEW,
            ),
            "selfgrad skill typing --criterion metric --unit wpm --baseline 40 --goal 80",
        ),
        Verb(
            "project",
            "names",
            "naming",
            "list, name, rename, merge, archive",
            _NAMES,
            "selfgrad project",
        ),
        Verb(
            "parameter",
            "names",
            "naming",
            "list with present wordings; rename, merge, archive",
            _NAMES,
            "selfgrad parameter",
        ),
        # reading
        Verb(
            "find",
            "reading",
            "reading",
            "any word, at once, newest first",
            (
                _arg("words", nargs="+", metavar="WORDS", help='prefixes; "a phrase"; -not'),
                _arg("-n", "--limit", type=int, default=20, metavar="N"),
            ),
            "selfgrad find minus sign",
        ),
        Verb(
            "today",
            "reading",
            "reading",
            "the day on one page, the same day in earlier years, one line for tomorrow",
            (
                _arg("day", nargs="?", metavar="DAY", help="yesterday, 2026-11-20"),
                _arg("--tomorrow", metavar="LINE", help="the one line for tomorrow"),
                _KEEP,
            ),
            "selfgrad today",
        ),
        Verb(
            "week",
            "reading",
            "reading",
            "what did you do last week? then the answer",
            (
                _arg("--back", type=int, default=0, metavar="N", help="weeks further back"),
                _arg("--markdown", action="store_true", help="as Markdown, to share or keep"),
            ),
            "selfgrad week",
        ),
        Verb(
            "hours",
            "reading",
            "reading",
            "hours towards the target, by skill; input and output",
            (_SKILL,),
            "selfgrad hours",
        ),
        Verb(
            "scars",
            "reading",
            "scarring",
            "past mistakes that came up again: dodged, repeated, what they saved",
            (
                _arg("aim", nargs="*", metavar="AIM", help="what would come up for this aim"),
                _SKILL,
                _PROJECT,
                _arg("-n", "--limit", type=int, default=3, metavar="N"),
                _arg("--mark", metavar="LETTERS", help="of the round: d dodged, r repeated, n not"),
                _arg("--join", nargs=2, metavar=("ID", "INTO"), help="one mistake in other words"),
                _arg("--part", metavar="ID", help="count it by itself again"),
                _arg(
                    "--catch-up", action="store_true", help="take up meanings (selfgrad[semantic])"
                ),
            ),
            'selfgrad scars "ten integrals from memory"',
        ),
        Verb(
            "steps",
            "reading",
            "reading",
            "the changes so far, and how long each was held",
            (
                _SKILL,
                _arg("-n", "--limit", type=int, default=20, metavar="N"),
                _arg("--together", action="store_true", help="one skill's, judged in one model"),
            ),
            "selfgrad steps",
        ),
        Verb(
            "credit",
            "reading",
            "reading",
            "where the mistakes come from, as counts",
            (
                _SKILL,
                _arg("--rounds", type=int, default=50, metavar="N", help="over the last N rounds"),
            ),
            "selfgrad credit",
        ),
        Verb(
            "curve",
            "reading",
            "insight",
            "the training curve of a skill, and what the next round will bring",
            (_SKILL,),
            "selfgrad curve -s calculus",
        ),
        Verb(
            "vs",
            "reading",
            "insight",
            "now against then: a week, a month, a year ago, or a date",
            (
                _arg("then", nargs="?", default="year", metavar="week|month|year|DATE"),
                _SKILL,
            ),
            "selfgrad vs month",
        ),
        Verb(
            "calibration",
            "reading",
            "insight",
            "what you expected against what came",
            (_SKILL,),
            "selfgrad calibration",
        ),
        Verb(
            "edge",
            "reading",
            "insight",
            "the level to try next, at the edge of what you can do",
            (_SKILL,),
            "selfgrad edge",
        ),
        Verb(
            "audit",
            "reading",
            "insight",
            "how often this program's own ranges and verdicts held",
            (),
            "selfgrad audit",
        ),
        # habit and trials
        Verb(
            "plan",
            "habit and trials",
            "habit",
            "a plan with a cue and a smallest day; what became of it",
            (
                _arg("cue", nargs="*", metavar="CUE", help="after what, and where"),
                _SKILL,
                _arg("--least", metavar="TIME", help="the smallest day: 10m"),
                _arg("--days", metavar="DAYS", help="mon-fri, every day, weekends"),
                _arg("--remind", metavar="TIMES", help="07:30, or several; none"),
                _arg("--quiet", metavar="HOURS", help="no reminder then: 22:00-07:00"),
                _arg("--free", nargs="?", const="today", metavar="DAY", help="a day off"),
                _arg("--freeze", nargs="?", const="last", metavar="DAY", help="a missed day"),
                _arg("--repair", nargs="?", const="last", metavar="DAY", help="made up for"),
                _arg("--came", choices=("yes", "no"), help="whether the cue came today"),
                _arg("--felt", nargs="*", metavar="N", help="how automatic it feels: 5 4 6 5"),
                _arg("--end", action="store_true", help="end the plan"),
                _NEW,
            ),
            'selfgrad plan "after breakfast, at the piano" --least 10m --days mon-fri',
        ),
        Verb(
            "remind",
            "habit and trials",
            "habit",
            "send what is due; set up who sends it",
            (
                _arg("--install", action="store_true", help="let this machine run it, when shown"),
                _arg("--uninstall", action="store_true", help="take that back"),
                _arg(
                    "--ics",
                    metavar="FILE",
                    help="a calendar file with alarms; - for standard output",
                ),
                _arg(
                    "--to", metavar="ADDRESS", help="a service that apprise knows; none: no service"
                ),
                _arg("--desktop", choices=("on", "off"), help="notifications on this desktop"),
                _arg("--test", action="store_true", help="send one now"),
                _YES,
            ),
            "selfgrad remind",
        ),
        Verb(
            "trial",
            "habit and trials",
            "trying",
            "does a step help? a coin decides, round by round; the trials so far",
            (
                _arg("words", nargs="?", metavar='"When X, I do Y"'),
                _arg(
                    "--for", dest="parameter", metavar="PARAMETER", help="the parameter it rewords"
                ),
                _arg("--rounds", type=int, default=30, metavar="N", help="an even number from 12"),
                _arg(
                    "--broke",
                    nargs="?",
                    const="",
                    metavar="WHY",
                    help="done otherwise than the coin said",
                ),
                _arg("--peek", action="store_true", help="the result before the end; it is noted"),
                _arg("--end", metavar="WHY", help="end it early"),
                _NEW,
            ),
            'selfgrad trial "When I start a bar, I count it in."',
        ),
        Verb(
            "rerate",
            "habit and trials",
            "trying",
            "rate an old output again without its old mark: has your standard moved?",
            (
                _arg("value", nargs="*", metavar="VALUE", help="4 gap, or 4"),
                _SKILL,
                _arg("--of", metavar="ID", help="of another round than the one offered"),
                _arg("--drift", action="store_true", help="what the second ratings say"),
            ),
            "selfgrad rerate",
        ),
        # the rest
        Verb(
            "web",
            "the rest",
            "serving",
            "the web page of this journal, until Ctrl-C",
            (
                _arg("--port", type=int, metavar="N", help="where it listens; 0: any free port"),
                _arg("--no-open", action="store_true", help="do not open a browser"),
                _arg("--host", default="127.0.0.1", metavar="ADDRESS", help="for other machines"),
                _arg("--cert", metavar="FILE", help="TLS certificate, for other machines"),
                _arg("--key", metavar="FILE", help="the key of the certificate"),
                _arg("--password", action="store_true", help="set the one that others need"),
            ),
            "selfgrad web",
        ),
        Verb(
            "import",
            "the rest",
            "upkeep",
            "read an export back in; what is here already changes nothing",
            (
                _arg("file", metavar="FILE", help="JSONL or zip; - for standard input"),
                _arg("--dry-run", action="store_true", help="only say what would happen"),
            ),
            "selfgrad import journal.jsonl",
        ),
        Verb(
            "export",
            "the rest",
            "upkeep",
            "everything, as JSON lines; a .zip carries the files, too",
            (_arg("file", nargs="?", default="-", metavar="FILE", help="- for standard output"),),
            "selfgrad export journal.zip",
        ),
        Verb(
            "doctor",
            "the rest",
            "upkeep",
            "check the journal, rebuild what is derived, restore a backup",
            (
                _arg("--rebuild", action="store_true", help="fold everything anew from the facts"),
                _arg("--backup", action="store_true", help="make a full backup now"),
                _arg(
                    "--restore",
                    nargs="?",
                    const="",
                    metavar="BACKUP",
                    help="without one, what there is",
                ),
                _YES,
            ),
            "selfgrad doctor",
        ),
        Verb(
            "settings",
            "the rest",
            "upkeep",
            "what can be set, and what it is",
            (_arg("key", nargs="?", metavar="KEY"), _arg("value", nargs="?", metavar="VALUE")),
            "selfgrad settings day_start 05:00",
        ),
        Verb(
            "demo",
            "the rest",
            "upkeep",
            "a believable year of a learner's journal, in a database of its own",
            (
                _arg("file", nargs="?", metavar="FILE", help="where to put it"),
                _arg("--seed", type=int, default=1, metavar="N"),
                _arg("--days", type=int, default=365, metavar="N"),
            ),
            "selfgrad demo",
        ),
        Verb(
            "help",
            "the rest",
            "upkeep",
            "this, or one verb with examples",
            (
                _arg("verb", nargs="?", metavar="VERB"),
                _arg(
                    "--completion",
                    choices=("bash", "zsh", "fish"),
                    help='a script for your shell: eval "$(selfgrad help --completion bash)"',
                ),
            ),
            "selfgrad help loss",
        ),
    )
}
