"""Text of unknown origin made safe for a terminal: no character of a story can control it."""

from __future__ import annotations

from functools import lru_cache

from wiredesk.safe_line import CONTROLS

MAX_NAME_CHARACTERS = 80
"""Characters of a name that a list shows."""
_REMOVED = dict.fromkeys(CONTROLS)
_REPLACED = {character: "\ufffd" for character in CONTROLS if chr(character) not in "\t\n"}


def plain(text: str) -> str:
    """Return the text on one line without control characters."""
    return " ".join(text.split()).translate(_REMOVED)


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """Return a name on one line, cut to ``MAX_NAME_CHARACTERS``."""
    line = plain(name)
    return line if len(line) <= MAX_NAME_CHARACTERS else f"{line[:MAX_NAME_CHARACTERS]}…"


def sanitize_lines(text: str) -> str:
    """Return the text with its lines; other control characters become U+FFFD, so that spans still fit."""
    return text.translate(_REPLACED)
