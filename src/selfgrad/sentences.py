"""What a person writes: made fit for the journal (`clean`), and laid out sentence by sentence (`split`).

`clean` is on the path of every capture, so this module imports nothing until
it must. A sentence left whole is easily cut by its writer, one cut in two is
a nuisance, so in doubt nothing is split.
"""

TYPE_CHECKING = False  # `typing`, which has it, costs 5 ms
if TYPE_CHECKING:
    import re

# White space and what is just as invisible: alone, they are no text.
_INVISIBLE = " \t\n\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\u2800\u3000\ufeff"

# Never the end of a sentence: something always follows.
_TITLES = " Dr Mr Mrs Ms Mx Prof St Mt Sgt Capt Lt Col Gen Gov Sen Rev Hon Mme Mlle Dipl Ing "
_ALWAYS = (
    " dr mr mrs prof e.g i.e eg ie vs cf viz approx ca z.b d.h u.a o.ä s.o s.u i.d.r p.ex bzw bspw "
    "inkl exkl evtl ggf sog vgl resp zzgl "
)
# No end before a figure: "No. 5" is one thing, "I said no. Then" is two.
_NUMBERED = (
    " no nos nr fig figs p pp vol ch chap sec sect eq eqs ex op art par ed v ver bd s abb tab kap c "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun "
)
# May end a sentence, as a.m. may; what follows decides.
_ENDING = " etc usw al inc ltd co corp jr sr ph.d dept est ave bros esp incl misc "
_UNITS = " min mins max secs hr hrs std "
_TURNS = (
    " then and but so yet when while after before later next still also once now today tomorrow yesterday "
    "dann und aber danach heute morgen puis et mais "
)
_STARTERS = _TURNS + (
    "the a an this that these those there or for if as at in on i i'm i'd i've i'll he she it we you they "
    "my his her its our your their what who why how where which only no not because since with without to "
    "from der die das ein eine ich er sie es wir ihr oder wenn als da dort je il elle nous vous ils le la "
    "les un une el los las yo pero "
)
# "am 3. Mai": the figure is an ordinal.
_MONTHS = " januar februar märz april mai juni juli august september oktober november dezember "
# A dash or dot with a space, 1. or 1) or a) with a space, 1、 without one.
_MARKER = r"(?:[-*+•‣◦▪]|\d{1,3}[.)]|[A-Za-z]\))\s+(?=\S)|\d{1,3}、\s*(?=\S)"
_WIDE_STOPS = "。！？｡"
_STOPS = ".!?…‽‼⁇⁈⁉؟۔।॥።။．" + _WIDE_STOPS
_CLOSERS = "\"'”’“»)]}）】》〉」』＂*_~`"
_OPENERS = "([{（【《〈「『“„«"
_BRACKETS = r'["(\[{（【《〈「『“„«)\]}）】》〉」』”»]'
_CONTINUES = ",;:，、；：—–)]）」』”’"
_PAIRS = {
    '"': '"',
    ")": "(",
    "]": "[",
    "}": "{",
    "）": "（",
    "】": "【",
    "》": "《",
    "」": "「",
    "』": "『",
    "»": "«",
    "〉": "〈",
    "”": "“„",
    "“": "„",
}


def _re(pattern: str) -> "re.Pattern[str]":
    """The compiled pattern; `re` keeps it, so asking again is cheap."""
    import re  # 8 to 13 ms: a pasted paragraph pays it, a sentence does not

    return re.compile(pattern)


def clean(text: str) -> str:
    """The text as it is kept: faithful, valid UTF-8, harmless on a terminal. Cost is linear.

    Outer white space, control characters (all but newline and tab) and terminal sequences go; line
    ends become newlines; undecodable bytes become U+FFFD. Emoji, combining characters and
    direction marks stay. Raises BadInput where nothing is left to read.

    >>> clean("  I read \\x1b[31mthe sign\\x1b[0m wrong.\\r\\n")
    'I read the sign wrong.'
    """
    if not text.isprintable():  # one pass in C; true for nearly every sentence typed
        text = _without_controls(text)
    text = text.strip()
    if all(char in _INVISIBLE or char.isspace() for char in text):
        from selfgrad.errors import BadInput

        raise BadInput("There is no text.", "Write one sentence and send it again.")
    return text


def _without_controls(text: str) -> str:
    if "\x1b" in text or "\x9b" in text:
        text = _without_terminal_sequences(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    kept = "\n\t"
    text = text.translate(
        {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in kept}
    )
    try:
        text.encode()
    except UnicodeEncodeError:
        # A surrogate stands for one byte of the command line that was not UTF-8.
        text = text.translate(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
    return text


def _without_terminal_sequences(text: str) -> str:
    colours = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    titles_and_links = r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    return _re(f"{colours}|{titles_and_links}").sub("", text)


def split(text: str) -> list[str]:
    """A pasted paragraph as its sentences, in order; what is within quotation marks stays together.

    Blank lines, list items (their markers go) and headings are boundaries; other single line ends
    are only wrapping. A fenced code block is kept whole, with its newlines, and stays with the
    sentence before it where this ends in a colon. ； and an ellipsis end no sentence. Nothing is
    lost but white space and list markers. Never raises; cost is linear.

    >>> split('He said "Stop." Then I did, at 3.14 s, e.g. late. 我忘了。再来！')
    ['He said "Stop."', 'Then I did, at 3.14 s, e.g. late.', '我忘了。', '再来！']
    """
    sentences: list[str] = []
    for fenced, lines in _blocks(text):
        block = "\n".join(lines).rstrip()
        if not fenced:
            sentences += _sentences(lines)
        elif sentences and sentences[-1].endswith((":", "：")):
            sentences[-1] += "\n" + block
        else:
            sentences.append(block)
    return sentences


# -- blocks: paragraphs, list items, fences ------------------------------------------------------


def _blocks(text: str) -> list[tuple[bool, list[str]]]:
    """The text in blocks: (whether it is fenced code, its lines)."""
    blocks: list[tuple[bool, list[str]]] = []
    lines = text.splitlines()
    at, fresh = 0, True  # fresh: this line does not go on with a paragraph
    while at < len(lines):
        body, item = _unmarked(lines[at].strip())
        heading = _re(r"#{1,6}\s").match(body) is not None
        at += 1
        if opened := _re(r"(`{3,})[^`]*$|(~{3,})").match(body):
            end = _fence_end(lines, at, opened[1] or opened[2])
            blocks.append((True, [body, *lines[at:end]]))
            at, fresh = end, True
        elif body and (fresh or item or heading):
            blocks.append((False, [body]))
            # a marker with nothing behind it stays, and must not become the next line's
            fresh = heading or _re(_MARKER).match(f"{body} x") is not None
        elif body:
            blocks[-1][1].append(body)
        else:
            fresh = True
    return blocks


def _unmarked(line: str) -> tuple[str, bool]:
    """The line without its list markers ("- 1. like this"), and whether it had any."""
    begin = 0
    while found := _re(_MARKER).match(line, begin):
        begin = found.end()
    return line[begin:], begin > 0


def _fence_end(lines: list[str], at: int, mark: str) -> int:
    """The number of the line after the closing one, or after the last one where none closes."""
    for number in range(at, len(lines)):
        line = lines[number].strip()
        if len(line) >= len(mark) and not line.strip(mark[0]):
            return number + 1
    return len(lines)


# -- sentences within a block --------------------------------------------------------------------


def _sentences(lines: list[str]) -> list[str]:
    """The sentences of one paragraph or list item."""
    block = "\n".join(lines)
    whole = _kept_whole(block)
    opens = {begin for begin, _ in whole}
    by_line = all(line.rstrip(_CLOSERS).endswith(tuple(_STOPS)) for line in lines)
    pieces: list[tuple[int, int]] = []
    begin = number = 0
    for stop in _re(f"[{_STOPS}]+").finditer(block):
        end = _past_closers(block, stop.end(), opens)
        while number < len(whole) and whole[number][1] <= end:
            number += 1
        inside = number < len(whole) and whole[number][0] < end
        if not inside and _ends_here(block, stop.start(), stop.end(), end, by_line):
            begin = _cut(pieces, block, begin, end)
    _cut(pieces, block, begin, len(block))
    return [_unwrapped(block[begin:end].strip()) for begin, end in pieces]


def _cut(pieces: list[tuple[int, int]], block: str, begin: int, end: int) -> int:
    """Adds the piece; one without a word ("🎉", "?!") goes with the piece before it."""
    worded = _re(r"\w").search(block, begin, end)
    if pieces and not worded:
        pieces[-1] = (pieces[-1][0], end)
    elif worded or block[begin:end].strip():
        pieces.append((begin, end))
    return end


def _unwrapped(sentence: str) -> str:
    """Wrapped lines in one: with a space between them, without one between Chinese characters."""
    from itertools import pairwise

    lines = sentence.split("\n")
    parts = lines[:1]
    for before, after in pairwise(lines):
        parts += ["" if _wide(before[-1]) and _wide(after[0]) else " ", after]
    return "".join(parts)


def _wide(char: str) -> bool:
    """Whether the character belongs to a script without spaces, or to its punctuation (not Hangul)."""
    return "\u2e80" <= char <= "\ua4cf" or "\uf900" <= char <= "\uff60" or char >= "\U00020000"


def _kept_whole(block: str) -> list[tuple[int, int]]:
    """Code in backticks, and what pairs of brackets or quotation marks enclose: outermost spans, in order."""
    code = _code_spans(block)
    spans, stack, number = list(code), _Open(), 0
    for mark in _re(_BRACKETS).finditer(block):
        place, char = mark.start(), mark.group()
        while number < len(code) and code[number][1] <= place:
            number += 1
        if number < len(code) and code[number][0] <= place:
            continue
        before, after = block[place - 1 : place], block[place + 1 : place + 2]
        begin = stack.close(char) if char != '"' or before.strip() else -1
        if begin >= 0:
            spans.append((begin, place + 1))
        elif char in _OPENERS or (char == '"' and after.strip() and _may_open(before)):
            stack.open(char, place)
    return _outermost(spans)


def _may_open(before: str) -> bool:
    """Whether a straight quotation mark after this character can be an opening one (5" is inches)."""
    return not before.strip() or before in _OPENERS or _wide(before)


class _Open:
    """The brackets and quotation marks that are open; each is pushed and popped once."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, int]] = []
        self.count: dict[str, int] = {}

    def open(self, char: str, place: int) -> None:
        self.stack.append((char, place))
        self.count[char] = self.count.get(char, 0) + 1

    def close(self, char: str) -> int:
        """The place of the partner, or -1; what was opened in between and not closed is forgotten."""
        partners = _PAIRS.get(char, "")
        if not any(self.count.get(partner) for partner in partners):
            return -1
        while True:
            opened, place = self.stack.pop()
            self.count[opened] -= 1
            if opened in partners:
                return place


def _code_spans(block: str) -> list[tuple[int, int]]:
    """Inline code: from a run of backticks to the next run of the same length."""
    runs = [found.span() for found in _re("`+").finditer(block)]
    later: dict[int, list[int]] = {}  # length -> the numbers of its runs, last one first
    for number in reversed(range(len(runs))):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    spans, number = [], 0
    while number < len(runs):
        begin, end = runs[number]
        same = later[end - begin]
        while same and same[-1] <= number:
            same.pop()
        if same:
            number = same[-1]
            spans.append((begin, runs[number][1]))
        number += 1
    return spans


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


# -- where a sentence ends -----------------------------------------------------------------------


def _past_closers(block: str, stop: int, opens: set[int]) -> int:
    """The end of the quotation marks and brackets that close after the stop."""
    end = stop
    while end < len(block) and block[end] in _CLOSERS and end not in opens:
        end += 1
    while end > stop and block[end - 1] in "'*_~" and block[end : end + 1].strip():
        end -= 1  # these open as well as close: 好。**重点**
    return end


def _ends_here(block: str, begin: int, stop: int, end: int, by_line: bool) -> bool:
    """Whether the stop at begin:stop, with what closes after it up to end, ends its sentence."""
    marks, before, after = block[begin:stop], block[begin - 1 : begin], block[end : end + 1]
    if not before or before in _OPENERS:
        return False  # (?) and [...]
    rest = _past_space(block, end)
    wide = any(mark in _WIDE_STOPS for mark in marks)
    if block[rest : rest + 1] in _CONTINUES or _re(_MARKER).match(block, rest):
        return False  # a rest that looks like a list item would lose its marker
    if end > stop and "\u3040" <= after <= "\u309f":
        return False  # a Japanese particle goes on with the sentence: 「はい。」と言った
    if after.strip():
        return wide or (marks[-1] in "!?" and _wide(before) and _wide(after))
    if wide or not set(marks) <= set(".…"):
        return wide or end == stop or not block[rest].islower()  # "Stop!" he said
    if marks != ".":
        return by_line and "\n" in block[end:rest]
    if not before.strip() or (end > stop and block[rest].islower()):
        return False
    return _full_stop_ends(block, begin, rest)


def _past_space(block: str, place: int) -> int:
    while block[place : place + 1].isspace():
        place += 1
    return place


def _full_stop_ends(block: str, dot: int, rest: int) -> bool:
    """Whether the single full stop at `dot` ends a sentence when the text goes on at `rest`."""
    found = _re(r"(?:[^\W_]+[.-])*[^\W_]+$").search(block[max(0, dot - 20) : dot])
    token = found.group() if found else ""
    word = _re(r"[^\W_]+(?:['’][^\W_]+)?").match(block, rest)
    following = word.group()[:20] if word else ""
    if _among(token, _TITLES) or _among(token.lower(), _ALWAYS):
        return False
    if _among(token.lower(), _NUMBERED) and following[:1].isdecimal():
        return False
    if token.isdecimal():
        ordinal = following[:1].islower() or _among(following.lower(), _MONTHS)
        return not (len(token) < 3 and ordinal)
    if len(token) == 1 and token.lower() != token.upper():
        return _letter_ends(block, dot, rest, following)
    if _among(token.lower(), _UNITS):
        return not following[:1].islower()
    if token.lower() in ("a.m", "p.m"):
        return _starts(following, _TURNS)  # "At 9 a.m. I left"
    if _among(token.lower(), _ENDING) or _re(r"(?:[^\W\d_]\.)+[^\W\d_]").fullmatch(token):
        return _starts(following)
    return True


def _letter_ends(block: str, dot: int, rest: int, following: str) -> bool:
    """Whether the full stop after a single letter ends a sentence: not in J. S. Bach, nor in z. B."""
    if len(following) == 1 and following.isalpha() and block[rest + 1 : rest + 2] == ".":
        return False
    if _re(r"(?:^|\W)[^\W\d_]\.\s?$").search(block[max(0, dot - 5) : dot - 1]):
        return False
    return block[dot - 1].islower() or _starts(following)


def _starts(word: str, starters: str = _STARTERS) -> bool:
    """Whether the word opens a sentence rather than being a name: the capital and its meaning say so."""
    return word[:1].isupper() and _among(word.lower().replace("’", "'"), starters)


def _among(word: str, words: str) -> bool:
    return f" {word} " in words
