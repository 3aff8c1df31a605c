"""Ids made by the client that sort by time: UUIDv7 (RFC 9562, section 5.7).

The standard library has `uuid.uuid7` from Python 3.14 on, and `import uuid` costs 4 ms.
"""

import os


def new(ms: int) -> str:
    """A UUIDv7 for an instant in UTC milliseconds.

    >>> new(0)[:15]
    '00000000-0000-7'
    """
    tail = int.from_bytes(os.urandom(10), "big")
    value = (
        (ms & 0xFFFFFFFFFFFF) << 80 | 7 << 76 | (tail >> 68) << 64 | 2 << 62 | tail & (1 << 62) - 1
    )
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def time(id: str) -> int:
    """The UTC milliseconds in a UUIDv7.

    >>> time(new(1_790_000_000_123))
    1790000000123
    """
    return int(id[:8] + id[9:13], 16)


def spread(prefix: str) -> str:
    """A short id as typed, hyphens or not, put into the shape in which ids are kept.

    >>> spread("019f3a2b1c"), spread("019F-3A")
    ('019f3a2b-1c', '019f3a')
    """
    text = prefix.lower().replace("-", "")
    cuts = (text[:8], text[8:12], text[12:16], text[16:20], text[20:])
    return "-".join(part for part in cuts if part)


def short(id: str, neighbours: tuple[str, ...] = ()) -> str:
    """The shortest prefix, at least 12 characters, that none of its neighbours shares.

    Twelve hexadecimal digits of a UUIDv7 are its time to the millisecond.

    >>> short("019f3a2b-1c4d-7abc-8000-000000000000")
    '019f3a2b1c4d'
    """
    plain = id.replace("-", "")
    others = [n.replace("-", "") for n in neighbours if n != id]
    length = 12
    while length < 32 and any(o[:length] == plain[:length] for o in others):
        length += 1
    return plain[:length]
