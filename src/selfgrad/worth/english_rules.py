"""The patterns of the English rules, over rows of words as `english` lays them out.

In a pattern a small word stands for itself (`a|an` for either) and a capital one for a class of
words or for one of the pieces below; `?`, `{0,2}`, parentheses and ` | ` are those of regular
expressions. Repetitions are bounded, so that no row takes long.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import namedtuple

IS = "says what you are"
HOW = "says how you are, not what was done"
LACKS = "says what you lack as a person"
AGAINST = "turns against you, not to what was done"
WORTH = "puts a worth on you"
ALWAYS = "makes one time into always"
COMPARES = "measures you against others"
MOCKS = "mocks you, not what was done"

_CLASSES = {
    "NAME": "N", "LOOSE": "L", "CREATURE": "C", "BAD": "B", "SOFT": "S", "GOOD": "G", "HUMAN": "H",
    "ADV": "A", "OTHER": "O", "PERSONAL": "Q", "GIFT": "F", "SPOIL": "R", "HATE": "X", "SAY": "Y",
    "QUOTES": "W",
}  # fmt: skip

_PIECES = {
    "EDGE": r"(?<=[,.] )",
    "ANY": r"(?:[^ /,.]+/[A-Z]* )",
    # Anything but a word that turns the sense.
    "FREE": r"(?:(?!(?:not|no|never|i|is|am|than|like|as)/)[^ /,.]+/[A-Z]* )",
    "INSIDE": r"(?:, |[^ /,.]+/[A-Z]* )",
    # What may follow, looked at and not taken: the end of a part or a link;
    "STOP": r"(?=[,.] |(?:and|but|because|so|who|or|that|when|since|as|cause|cos|bc|if)/)",
    # the same or a preposition, for "I was lazy about it" names a thing done;
    "ON": r"(?=[,.] |(?!(?:about|to)/)[^ /]+/[A-Z]*[KPAT])",
    # the same or what the one who was called a name did.
    "TAIL": r"(?=[,.] |(?!(?:about|to)/|that/[A-Z]* (?!i/))[^ /]+/[A-Z]*[KPAT]|(?:can|could|do|did|forgot|thinking)/)",
    "THERE": r"(?=[,.] |(?:to|of)/|[^ /]+/[A-Z]*[KPA])",
    "NOTNOW": r"(?!(?:[^ /]+/[A-Z]*A[A-Z]* |at/ the/ |this/ ){0,2}(?:yet|now|today|tonight|lately|moment|week|morning|evening|so/ far|present|round)/)",
    "SPEAKER": r"(?:(?!(?:i|and|but|to|myself|or|then|while|when|of)/)[^ /,.]+/[A-Z]* )",
}

_MACROS = {
    "AM": "i HELPS am|be|been|remain ADVS | am|are i ADVS | EDGE am|being ADVS | makes|make me ADVS"
    " | in|of|for|at being ADVS",
    "WAS": "i HELPS was ADVS | was i ADVS",
    "HELPS": "(ADV | will|must|do|did|have|may|might|could|would|feel|felt|and|like|i){0,4}",
    "ADVS": "ADV{0,4}",
    "DEGS": "(ADV | far|more|most|how|this|a){0,4}",
    "ILL": "(BAD | SOFT | old|little|big|fat|village)",
    "DET": "(a|an|the|one|another|some|my|your|you)",
    "ADULT": "(man|woman|person|human|girl|boy|child|creature|specimen|human being)",
    "ALL": "(everything|anything|everyone|everybody|life|things | every|each ANY)",
    "HEAD": "brain|brains|mind|skull|intellect|memory",
    "NOBODY": "(anyone|anybody|nobody|everyone|others | the|this|my team|group|world|family)",
    "SELF": "(myself|me|existing | my|mine own? ADVS (BAD | SOFT | whole|own){0,2}"
    " self|guts|brain|brains|existence|mind|life|body | being me|this|who|the | what|who i am"
    " | to be me | that|this person)",
}

_RULES = (
    (IS, "(AM | WAS) DEGS DET? DEGS (FREE | ,){0,3} NAME THERE"),
    (IS, "AM DEGS (a|an|the|another|one) DEGS FREE{0,2} (LOOSE | CREATURE) THERE NOTNOW"),
    (IS, "AM DEGS (trash|garbage|rubbish|shit|shite|crap|dirt|scum|nothing|deadweight) ON NOTNOW"),
    (IS, "(AM | WAS | what | such | EDGE) DEGS DET? FREE{0,2} (piece|waste|excuse|sack|lump|bag) of|for (a|an|my|the)?"
     " (space|time|crap|shit|garbage|trash|oxygen|air|skin|place|human|person | HUMAN | LOOSE | NAME)"),
    (IS, "(EDGE | what | how) (ADV | a|an|such|you|what|oh|god|yes|ILL | typical|classic){0,5} NAME"
     " ((, | .)? NAME){0,4} TAIL"),
    (IS, "EDGE (ADV | a|an|such|you|what|oh|god){0,4} (ILL{1,3} (CREATURE | ADULT) | absolute|bloody|total|utter|complete|pure CREATURE) TAIL"),
    (IS, "(what|such|you) (a | an | ADV){0,3} ILL{1,3} (CREATURE | HUMAN) (that? i ADVS am)? TAIL"),
    (IS, "(AM | WAS) DEGS (a|an|the|another|one) DEGS ILL{0,3} BAD ILL{0,2} ANY"),
    (IS, "AM DEGS (a|an|the|one) DEGS ILL{0,3} (BAD | SOFT) (one | HUMAN | FREE ADULT)"),
    (IS, "AM DEGS (a|an|the) (sort|kind|type) of ANY{0,2} BAD"),
    (IS, "(AM DEGS DET ANY{1,2} and | there is | and then) (a|me , a|the) (BAD | SOFT) one"),
    (IS, "(BAD | SOFT | NAME | LOOSE) (HUMAN | CREATURE | NAME | thing|article)? (that|which)? i ADVS am STOP"),
    (IS, "(AM | WAS) DEGS the ADVS (dumbest|stupidest|thickest|worst|laziest|weakest) (HUMAN | one|thing)? THERE"),
    (IS, "only (a|an|some) (ADV | BAD){0,2} NAME ANY{0,3} (can|could|would|forgets|does|misses)"),
    (HOW, "AM DEGS BAD ON"),
    (HOW, "AM DEGS BAD to NOBODY"),
    (HOW, "AM DEGS FREE{1,3} (, | and) ADVS BAD (, | . | and)"),
    (HOW, "AM ADVS (old and)? too (old and)? too? BAD (to | for | and | STOP)"),
    (HOW, "(EDGE | because|since|obviously|just|being) too BAD (to | for | STOP)"),
    (HOW, "EDGE ADVS BAD as (a|two)"),
    (HOW, "WAS (ADV){0,3} (so|such|too|always|that) ADV{0,2} BAD STOP"),
    (HOW, "AM ADVS (just|simply|basically|fundamentally|naturally|inherently|always|merely|only|mentally) ADVS SOFT STOP NOTNOW"),
    (HOW, "i was born (BAD | SOFT | without | to fail|lose)"),
    (HOW, "(so|how|this|that) ADVS (BAD | SOFT) of me"),
    (HOW, "how ADVS (BAD | SOFT) (am i | can|could i|one|you|a | do|does i|one|you|somebody|someone have | i am STOP | must i)"),
    (HOW, "how can|could (i | (one|any|a|some|somebody|someone) ANY{0,3}) be (so|this|that|such) (a|an)? (BAD | SOFT | NAME)"),
    (HOW, "(somebody|someone|anyone|anybody | HUMAN) (this|so|that) (BAD | SOFT)"),
    (HOW, "this SOFT (a|an) HUMAN"),
    (HOW, "(EDGE (ADV | and|or){0,4} PERSONAL TAIL)"),
    (HOW, "EDGE ADVS BAD (, | .)? BAD ((, | .)? BAD)? STOP"),
    (HOW, "(stupid|dumb|useless|typical|classic|pathetic|hopeless|idiot|lazy|dense|worthless) (old)? me (ADV{1,3} | NAME | BAD | STOP)"),
    (HOW, "why (am i | i am) ADVS (like this|that | BAD | SOFT | (a|an)? FREE{0,3} NAME | a FREE{0,2} LOOSE)"),
    (HOW, "think|thinks|thought me (a|an)? (BAD | SOFT | NAME)"),
    (HOW, "my ADVS HEAD ADVS (is|be|was) DEGS (BAD | SOFT | defective|broken|wrong|tiny|small|rotten|damaged"
     " | not ADVS there|wired|made|built|good|capable|normal) ON NOTNOW"),
    (HOW, "HEAD ADVS is ADVS not there"),
    (LACKS, "(have|has|got|with) (a|an|the)? FREE{0,2} HEAD of|like a|an"),
    (LACKS, "HEAD like a|an"),
    (LACKS, "(i | EDGE | with|has|and|got) (do|did)? ADVS (have|had|having|got|with)? ADVS (no|zero|without|lack|lacking|tiny|low | not (a|any|one|the|an)?) (have|got)? (the|any|a|an)? FREE{0,2} GIFT (THERE | spotted|whatsoever|in)"),
    (LACKS, "i ADVS (was born without|with) (a|an|the|no|any)? FREE{0,2} (ear|soul|talent | GIFT)"),
    (LACKS, "i do not ADVS have what it takes"),
    (LACKS, "AM not ADVS (a|an) (real|proper|true|natural|born|genuine|decent|worthy) FREE"),
    (LACKS, "AM not ADVS (a|an) ANY person"),
    (LACKS, "(AM | EDGE ADVS) not ADVS (cut out | built|meant|born|destined|wired for|to | made for | worth (the|my) | worthy|deserving|normal) NOTNOW"),
    (LACKS, "(AM | me ADVS) not ADVS (good enough STOP | GOOD (THERE | enough|person)) NOTNOW"),
    (LACKS, "(EDGE ADVS not | AM never) ADVS (good enough STOP | GOOD enough)"),
    (LACKS, "do i ADVS have (a|any) HEAD"),
    (AGAINST, "(i | EDGE | and|god|to|HATE) ADVS (do|have|am|was|keep|so|feel|felt)? ADVS HATE"
     " (with|of|by|at|for)? (every inch of)? SELF"),
    (AGAINST, "HATE (every ANY of | for|of|with|at|by) (my own)? (myself|me | my own? self)"),
    (AGAINST, "i ADVS can|could not ADVS (stand|bear|look at|face|forgive|tolerate | live with) (myself | being me | who i am)"),
    (AGAINST, "i ADVS (make|disgust|sicken) myself sick? ON"),
    (AGAINST, "(wrong|matter) with (me | my head|brain) THERE"),
    (AGAINST, "why can|could (i not | not i) ADVS be (a)? ADVS (normal | GOOD | like)"),
    (AGAINST, "wish|wished i was|were|am FREE{0,2} (anyone|someone|somebody|dead|different|born) FREE"),
    (AGAINST, "who (am i kidding | do i think i am | did i think i was)"),
    (AGAINST, "what ADVS (kind|sort|type) of ADVS (HUMAN | NAME) ADVS (can|could|does|do|forgets|would|misses)"),
    (WORTH, "i ADVS (do|did|will|would)? (not|never) ADVS deserve|deserved"),
    (WORTH, "(HUMAN | NAME) like me (THERE | do|does|did|is|are|can|had|has|who)"),
    (WORTH, "(someone|somebody|anyone|anybody | HUMAN) as ANY as me"),
    (WORTH, "deserve|deserves|deserved (someone|somebody)? (a)? ADVS (better|more) ANY{0,2} than me"),
    (WORTH, "better|happier off without me"),
    (WORTH, "what (ADV | earthly){0,2} (use|good|point) (am i | is there in|of me | of me)"),
    (WORTH, "(what|all) (am i | i am | i have) (ADV | been){0,3} good for"),
    (WORTH, "(AM DEGS | EDGE ADVS) (of)? (no|not any) (ADV | earthly|bloody)? (good|use|value) (to NOBODY | STOP | at ANY)"),
    (WORTH, "how little i am worth"),
    (WORTH, "my ADVS (value|worth) as (a|an)"),
    (WORTH, "(fail|failing|failed|failure|value|worth|worthless|nothing) (as|like a|an ANY and)? as a|an human|person|man|woman"),
    (WORTH, "less of a (HUMAN | ADULT)"),
    (WORTH, "AM DEGS (a|an|the|such) (such|a)? FREE{0,2} (disappointment|embarrassment|burden|disgrace|letdown|liability|hazard) THERE"),
    (WORTH, "do|did not ADVS belong (here | in|on|at (the|this|a) ANY | STOP)"),
    (WORTH, "i ADVS have|had no (right|business) (to|being|standing|here|in)"),
    (ALWAYS, "(i | EDGE) (ADV | keep|have|do|can){0,3} SPOIL (up|at|on|down)? (up|at|on)? ALL (i|ADV|up|that|which | STOP)"),
    (ALWAYS, "i ADVS (let|letting) ADVS (everyone|everybody|people) down"),
    (ALWAYS, "i ADVS (give|quit|gave) up? on everything"),
    (ALWAYS, "can|could not ADVS (do|get|finish|learn|manage) ADVS (anything | a? one|single thing | the ADVS simplest|easiest thing|things)"
     " (right|without|well|properly|correctly | at all | STOP)"),
    (ALWAYS, "i can|could not ADVS be trusted with"),
    (ALWAYS, "nothing (that)? i ADVS (have|do|did|make|made|touch|try|tried|write|play|cook|say|attempt|start) ADVS (done|tried|made)?"
     " (is|are|was|will|works|worked|turns|comes|can|has|goes)"),
    (ALWAYS, "(everything|all|whatever) (that)? i ADVS (touch|do|try|make|start|attempt|write) ANY{0,3} ADVS"
     " (SPOIL | falls|turns|breaks|dies|apart | goes wrong | BAD | SOFT | NAME)"),
    (ALWAYS, "(i will|would|can|am | ill) ADVS never ADVS (going|gonna)? (to)? ADVS (be (a|an|any|good|as|like|enough|part|in | GOOD)"
     " | become|amount|succeed | make it)"),
    (ALWAYS, "(i will | ill) never ADVS (learn|speak|understand|improve|manage) STOP"),
    (ALWAYS, "i never will be|learn|speak"),
    (ALWAYS, "i ADVS have never ADVS (been|had|done|made|finished) ADVS (any)? (good at | one thought | a? one|single thing | anything ADVS right|well|good|worth | GOOD)"),
    (ALWAYS, "never|not amount to"),
    (ALWAYS, "that is ADVS (me | who|what i am (good|for)? | all i am) STOP"),
    (ALWAYS, "nothing will ADVS come|become of me"),
    (ALWAYS, "(fail|failing|failed|suck|useless|bad|rubbish|incapable) (at|in|of) (learning)? (life|everything|anything | all of it|them)"),
    (ALWAYS, "(i | EDGE) ADVS suck|stink (ADV | at|as|so | STOP)"),
    (ALWAYS, "at every|everything|anything (single thing)? i ADVS (have)? ADVS (do|try|touch|tried|took)"),
    (COMPARES, "(everyone|everybody|anyone|others|people|they|classmates) ADVS (else)? ADVS (gets|get|got|understands|understand|manages|can|is|are|knows|learns|learn)"
     " ANY{0,5} (but|except|besides | apart from) me STOP"),
    (COMPARES, "(i | me) (ADV | am){0,4} the ADVS (BAD | SOFT | other|slowest|dumbest|weakest){1,3} one"),
    (COMPARES, "AM DEGS (ANY{0,2} below|beneath | dumber|stupider|thicker|worse than) (them|everyone|everybody|others|her|him|anyone | the others | a ADVS HUMAN)"),
    (COMPARES, "(is|are|was|were) ADVS (the)? (GOOD | a natural | born for|to ANY{1,2}) (one)? (and | , | . | but){0,2} (i am | me) ADVS (the other (one)? | not) STOP"),
    (COMPARES, "some people ADVS have (it | a|the HEAD|gift|talent) ANY{0,4} (and | , | . | but){0,2} i|mine|me"),
    (COMPARES, "never (be)? ANY{0,3} same level|species|league"),
    (COMPARES, "even (a|the|any) ANY{0,2} (child|kid|toddler|children|kids|baby|monkey) (can|could|say|know|knows|would)"),
    (MOCKS, "EDGE (well done|nice one|nice work|good job | oh? ADVS | congrats|bravo|brilliant){0,1} ,? ADVS genius|einstein|sherlock|mozart|champ|maestro|brainiac STOP"),
    (MOCKS, "(genius|einstein|sherlock|mozart|maestro|clogs|picasso|shakespeare|champion|artist|chef|virtuoso|superstar) (over)? (here | strikes again)"),
    (MOCKS, "(EDGE | . | ,) ADVS (typical|classic) (of)? me"),
    (MOCKS, "(trust me to | leave it to me) ANY"),
    (MOCKS, "(do|did|can|would|could|else) (you|i|anyone|they|we)? expect from|of (me | someone like me)"),
    (MOCKS, "what i am for STOP"),
    (MOCKS, "(worlds|world's) (ADV | most|biggest|first | ILL | worst){1,3} (HUMAN | ADULT | NAME)"),
    (MOCKS, "(SOFT | BAD | NAME) ANY{0,8} yours truly"),
)  # fmt: skip

# Before a match, in the same sentence: it is denied, asked or feared, somebody else says it, or
# the words are what the sentence is about.
_BEFORE = (
    "(not|never|refuse|without|instead|rather|stop|stopped|quit|nobody|nothing) (to|of|that|ADV){0,2}"
    " (mean|means|make|makes|think|thinking|believe|say|saying|call|calling|feel|prove|proves|that|because|since|cos|as|same)? (that|it|as|to|of|say|think|because){0,2}",
    "(if|whether|unless|afraid|fear|scared|wonder|wondered|though|used|than) (that|to|i|of){0,2}",
    "SPEAKER ADV{0,2} (was|is|are|were|had|has|would|will|keeps|kept|always)? ADV{0,2} SAY INSIDE{0,12}",
    "(was|been|got|being|get) (told|called|labelled|labeled) INSIDE{0,8}",
    "QUOTES INSIDE{0,14}",
    "according to ANY{1,4} INSIDE{0,4}",
)
_AFTER = (
    ",? (OTHER | my ANY) (say|said|says|think|thinks|told|claimed|shouted|joked)",
    ", (said|says|according|joked|yelled)",
    "ANY{0,3} (is|are | would be) (not|wrong|false)",
    "ANY{0,2} (proof|proofed|case|cases|mode|rate|variable)",
)

# Somebody calls the writer a name; something did something to the writer; something is bad.
_NOT_ONESELF = (
    "SPEAKER ADV{0,2} (called|calls|calling|thinks|labelled|named) (me|us)",
    "EDGE (the|a|this|that|another){0,2} (BAD | SOFT) FREE{2,3} me",
    "(this|that|it) (is|was) ADVS (a|an|the)? ADVS (BAD | SOFT)",
)

_TOKEN = re.compile(r"[A-Z]+|[a-z'][a-z'-]*(?:\|[a-z'][a-z'-]*)*|\{\d,\d+\}|[,.()?|]")


def _compiled(pattern: str) -> str:
    return "".join(_part(token) for token in _TOKEN.findall(pattern))


def _part(token: str) -> str:
    if token in _MACROS:
        return f"(?:{_compiled(_MACROS[token])})"
    if token in _CLASSES:
        return rf"(?:[^ /,.]+/[A-Z]*{_CLASSES[token]}[A-Z]* )"
    if token in _PIECES:
        return _PIECES[token]
    if token[0].isalpha() or token[0] == "'":
        return f"(?:(?:{token})/[A-Z]* )"
    return {"(": "(?:", ",": "(?:, )", ".": r"(?:\. )"}.get(token, token)


RULES = tuple((why, re.compile(_compiled(pattern))) for why, pattern in _RULES)
_EXCUSES_BEFORE = tuple(re.compile(f"(?:{_compiled(pattern)})$") for pattern in _BEFORE)
_EXCUSES_ALONE = tuple(re.compile(_compiled(pattern)) for pattern in _NOT_ONESELF)
_EXCUSES_AFTER = tuple(re.compile(_compiled(pattern)) for pattern in _AFTER)

# The first rule that holds: `why`, and which words, from `begin` to before `end`. Where none holds
# `why` is empty, and `excused` says whether the words are denied, asked or somebody else's.
Ruled = namedtuple("Ruled", "why begin end excused")


def first(row: str, places: list[int]) -> Ruled:
    """The first rule that holds in a row of words that begin at `places`."""
    excused = any(excuse.search(row) for excuse in _EXCUSES_ALONE)
    for why, pattern in RULES:
        for match in pattern.finditer(row):
            if not _excused(row, match.start(), match.end()):
                return Ruled(
                    why, bisect(places, match.start() - 1), bisect(places, match.end() - 1), False
                )
            excused = True
    return Ruled("", 0, 0, excused)


def _excused(row: str, start: int, end: int) -> bool:
    before = row[row.rfind(". ", 0, start) : start] if start else ""
    after = row[end : row.find(". ", end)]
    return any(excuse.search(before) for excuse in _EXCUSES_BEFORE) or any(
        excuse.match(after) for excuse in _EXCUSES_AFTER
    )
