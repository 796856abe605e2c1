"""Text of strangers as it may stand on a terminal: a story does not steer it."""

from __future__ import annotations

LONGEST = 80
"""Characters of a name that a list shows."""
_STEERING = (*range(32), *range(127, 160), *range(8234, 8239), *range(8294, 8298))
"""Control characters and text-direction overrides."""
_GONE = dict.fromkeys(_STEERING)
_SHOWN = {character: "\ufffd" for character in _STEERING if chr(character) not in "\t\n"}


def plain(text: str) -> str:
    """One line without control characters."""
    return " ".join(text.split()).translate(_GONE)


def short(name: str) -> str:
    """A name in one line, as long as a list has room for."""
    line = plain(name)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def harmless(text: str) -> str:
    """The lines of a text: each other control character becomes U+FFFD, so that spans still fit."""
    return text.translate(_SHOWN)
