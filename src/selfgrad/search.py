"""Full-text search in every script: what goes into the index, and what is asked of it.

`fold` makes the search column, `query` the FTS5 expression, `highlight` the places to emphasise.
All three read text through one table of characters, so they cannot disagree:

- case and accents go: Café, CAFÉ and cafe are one word, as are Straße and strasse;
- scripts written without spaces (Chinese, Japanese, Thai, ...) and Hangul are cut into pairs, with
  the last character alone: 我爱学习 is indexed as `我爱 爱学 学习 习`. Every character then starts
  exactly one token, so one character is a prefix query, two are a token, more are a phrase of
  pairs, and a run keeps its place beside Latin words. Singles as well as pairs would find no more
  in an index a fifth larger (100,000 Chinese rows: 52 MB against 43);
- signs worth finding (emoji, ∫, €, the + of C++, the # of C#) are words of their own. FTS5 drops
  them, so each is indexed as its twin in the private-use planes, which FTS5 takes for a letter.
"""

from itertools import groupby

# The table's options. Accents are already gone, so SQLite must not have its own idea of them.
TOKENIZE = "unicode61 remove_diacritics 0"
PREFIX = "1 2 3"

# A page pasted by mistake is not a question, and every word costs a look into the index.
MOST_WORDS = 200

_TWIN = 0xF0000
_SIGNS = {"+": chr(_TWIN + 0x2B), "#": chr(_TWIN + 0x23)}
# Letters that no decomposition reaches, as people without them on their keyboard type them.
_LETTERS = {
    **dict(zip("øØłŁđĐðÐħĦŧŦıىیکة", "oollddddhhttiييكه", strict=True)),
    **dict(zip("þÞæÆœŒ", ("th", "th", "ae", "ae", "oe", "oe"), strict=True)),
    "ـ": "",  # only stretches an Arabic word
    "♯": " # ",
    "⁄": " ",  # from ½: found as 1 2, as 1/2 is
    "\u200b": " ",  # the zero-width space parts words; all other invisible ones do not
}
_VOICING = "\u3099\u309a"  # か with it is が: another sound, so no accent to be taken away
_QUOTES = dict.fromkeys(map(ord, "“”„«»「」『』"), '"')
# Written without spaces (or, like Hangul, with endings glued on): first and last code points.
_RUNS = (
    (0x2E80, 0xA4CF),  # Han, kana, bopomofo, Yi
    (0xAC00, 0xD7FF),  # Hangul
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1100, 0x11FF),  # Hangul letters
    (0x1780, 0x17FF),  # Khmer
    (0xF900, 0xFAFF),  # Han for compatibility
    (0x16FE0, 0x1B2FF),  # Tangut, old kana, Nushu
    (0x20000, 0x3FFFF),  # rare Han
)


def fold(text: str) -> str:
    """The text as it goes into the search column. Never raises; cost is linear.

    >>> fold("Café in Straße")
    'cafe in strasse'
    >>> fold("我用Python写")
    '我用 用 python 写'
    """
    if text.isascii() and "+" not in text and "#" not in text:
        return text.lower()  # FTS5 parts the words itself
    return " ".join(_tokens(text))


def query(words: str) -> str:
    """The FTS5 MATCH expression for what a person typed; whatever it is, never a syntax error.

    Bare words are beginnings of words and must all occur, in any order. `"a phrase"` occurs exactly
    so, `-word` or `-"a phrase"` does not occur. A word with separators in it (`loop_fn`) is a phrase.
    Raises BadInput where nothing can be looked for.

    >>> query('inte "by parts" -Riemann')
    '"inte"* AND "by parts" NOT ("riemann")'
    >>> query("loop_fn 分部积分")
    '"loop fn"* AND "分部 部积 积分"'
    """
    wanted, unwanted = _phrases(words)
    if not wanted or len(wanted) + len(unwanted) > MOST_WORDS:
        raise _trouble(wanted, unwanted)
    found = " AND ".join(wanted)
    return f"{found} NOT ({' OR '.join(unwanted)})" if unwanted else found


def highlight(text: str, words: str) -> list[tuple[int, int]]:
    """Where `text` shows what was asked for: (start, end) in characters of the original, in order.

    Whole words are given, accents and joined emoji included; overlapping places are one. Empty
    where nothing fits or nothing can be looked for.

    >>> highlight("Der Café-Besuch", "cafe")
    [(4, 8)]
    """
    units = _units(text)
    asked = [(_units(part), start) for part, start, excluded in _pieces(words) if not excluded]
    spans = sorted(
        (units[at][1], units[at + len(wanted) - 1][2])
        for wanted, start in asked
        if wanted
        for at in range(len(units) - len(wanted) + 1)
        if _fits(units, at, wanted, start)
    )
    merged: list[tuple[int, int]] = []
    for begin, end in spans:
        if merged and begin < merged[-1][1]:
            begin, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((begin, end))
    return merged


# -- what was typed ----------------------------------------------------------------------------


def _pieces(words: str) -> list[tuple[str, bool, bool]]:
    """What was typed as (text, whether its last word is only a beginning, whether it is excluded)."""
    pieces = []
    parts = words.translate(_QUOTES).split('"')
    minus = False
    for number, part in enumerate(parts):
        if number % 2:  # a quotation; an unfinished one is still being typed
            pieces.append((part, number == len(parts) - 1, minus))
            continue
        bare = part.split()
        minus = part.endswith("-") and bare[-1] == "-"
        for word in bare:
            # --keep is looked for: it is an option somebody wrote about
            excluded = word.startswith("-") and not word.startswith("--")
            pieces.append((word, not excluded and _plain(word)[-1:] != " ", excluded))
    return pieces


def _phrases(words: str) -> tuple[list[str], list[str]]:
    """The FTS5 phrases that must occur and those that must not, each once."""
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for text, start, excluded in _pieces(words):
        if phrase := _phrase(text, start):
            (unwanted if excluded else wanted)[phrase] = None
    return list(wanted), list(unwanted)


def _phrase(text: str, start: bool) -> str:
    """One FTS5 phrase, or nothing; `start` says that the last word is only the beginning of one."""
    tokens = _tokens(text)
    if not tokens:
        return ""
    if _run(tokens[-1][0]):
        if len(tokens) > 1 and len(tokens[-2]) == 2 and _run(tokens[-2][0]):
            tokens.pop()  # the text may go on where the query stops, so the lone last one is not asked for
        start = len(tokens[-1]) == 1  # a single character is found as the first of a pair
    return f'"{" ".join(tokens)}"{"*" if start else ""}'


def _trouble(wanted: list[str], unwanted: list[str]) -> Exception:
    from selfgrad.errors import BadInput

    if wanted:
        return BadInput(
            "That is too much to look for at once.", "Type the few words you remember best."
        )
    if unwanted:
        return BadInput("There are only words to leave out.", "Add one word that should be there.")
    return BadInput(
        "There is no word to look for.",
        'Type a word, the beginning of one, or "a phrase" in quotation marks.',
    )


# -- text to tokens ----------------------------------------------------------------------------


def _tokens(text: str) -> list[str]:
    words = _plain(text).split()
    if not any(map(_run, set().union(*words))):
        return words
    tokens = []
    for word in words:
        for cut, chars in groupby(word, _run):
            run = "".join(chars)
            tokens += [run[i : i + 2] for i in range(len(run))] if cut else [run]
    return tokens


def _plain(text: str) -> str:
    """Folded characters, with spaces for everything that parts words."""
    plain = text.translate(_CHARS)
    if text.isascii():
        return plain
    from unicodedata import normalize  # 0.4 ms; only text beyond ASCII pays it

    # Puts Hangul and voiced kana together. Linear, since the table has left no marks to be sorted.
    plain = normalize("NFC", plain)
    return plain.replace("\u3099", "").replace("\u309a", "")  # on a letter that has no voiced form


class _Chars(dict[int, str]):
    """Code point -> folded characters, worked out when first met (a Chinese journal meets 3,000)."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_char(chr(code))
        return folded


_CHARS = _Chars()


def _fold_char(char: str) -> str:
    if char.isascii():
        return f" {_SIGNS[char]} " if char in _SIGNS else char.lower() if char.isalnum() else " "
    if char in _LETTERS:
        return _LETTERS[char].replace("#", _SIGNS["#"])
    from unicodedata import normalize

    parts = [_fold_part(part) for part in normalize("NFKD", char)]
    # Without a space 5½ would be 51/2.
    return " ".join(["", *parts]) if "⁄" in normalize("NFKD", char) else "".join(parts)


def _fold_part(char: str) -> str:
    """One character of a full decomposition."""
    from unicodedata import category, combining, decimal

    if char.isascii() or char in _LETTERS:
        return _CHARS[ord(char)]
    kind, code = category(char), ord(char)
    if kind == "Cf" or 0xFE00 <= code <= 0xFE0F or code >= 0xE0000 or 0x1F3FB <= code <= 0x1F3FF:
        return char if kind == "Co" else ""  # joiners, direction marks, variants, skin tones
    if char in _VOICING:
        return char
    if kind[0] == "M":
        # Accents, points and tones go; vowel signs (combining class 0) and viramas (9) are letters,
        # which they are to FTS5 only as twins.
        accent = combining(char) not in (0, 9) or kind == "Me" or code == 0x34F
        return "" if accent else chr(_TWIN + code)
    if kind in ("So", "Sm", "Sc"):
        return f" {chr(_TWIN + code)} " if char != "\ufffd" else " "
    if 0x1980 <= code <= 0x19DF or 0x1CF2 <= code <= 0x1CF3:
        return chr(_TWIN + code)  # marks turned letters after SQLite's tables were made
    if kind == "Nd":
        return str(decimal(char))
    folded = "".join(_LETTERS.get(c, c) for c in char.casefold())
    return folded if char.isalnum() or kind == "Co" else " "


class _Runs(dict[str, bool]):
    """Folded character -> whether its script is cut into pairs; asked once per character of a text."""

    def __missing__(self, char: str) -> bool:
        code = ord(char)
        code -= _TWIN if 0xF0E00 <= code <= 0xF17FF else 0  # the vowel signs of Thai and others
        self[char] = run = any(first <= code <= last for first, last in _RUNS)
        return run


_run = _Runs().__getitem__


# -- units, for highlighting -------------------------------------------------------------------

_Unit = tuple[str, int, int, bool]  # folded word or character, start, end, glued to the one before


def _units(text: str) -> list[_Unit]:
    """Words, and single characters of unspaced scripts, with their places in the original."""
    units: list[_Unit] = []
    fresh = True  # the next letter begins a unit
    for place, char in enumerate(text):
        folded = _CHARS[ord(char)]
        if not folded and units and units[-1][2] == place:
            units[-1] = (*units[-1][:2], place + 1, units[-1][3])  # an accent is part of its letter
        for letter in folded:
            if letter == " ":
                fresh = True
            elif not fresh and not _grown(units, letter, place + 1):
                glued = _run(letter) and _run(units[-1][0][-1])
                units.append((letter, place, place + 1, glued))
            elif fresh and letter not in _VOICING:
                units.append((letter, place, place + 1, False))
                fresh = False
    return units


def _grown(units: list[_Unit], letter: str, end: int) -> bool:
    """Adds the letter to the last unit, if it belongs there."""
    word, begin, _, glued = units[-1]
    if letter in _VOICING or "\u1161" <= letter <= "\u11ff":
        from unicodedata import normalize

        together = normalize("NFC", word[-1] + letter)
        if len(together) > 1 and letter not in _VOICING:
            return False
        word = word[:-1] + together[0]
    elif _run(letter) or _run(word[-1]):
        return False
    else:
        word += letter
    units[-1] = (word, begin, end, glued)
    return True


def _fits(units: list[_Unit], at: int, wanted: list[_Unit], start: bool) -> bool:
    for number, (word, _, _, glued) in enumerate(wanted):
        there = units[at + number]
        last = number == len(wanted) - 1
        if there[0] != word and not (start and last and there[0].startswith(word)):
            return False
        if number and there[3] != glued:
            return False
    return True
