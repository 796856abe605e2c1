"""How many letters a text has, and how many of them are capitals."""

from __future__ import annotations

import re
from string import ascii_letters, ascii_uppercase

_NO_LETTERS = bytes(set(range(128)) - set(ascii_letters.encode()))
_CAPITALS = ascii_uppercase.encode()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def count_letters(text: str) -> tuple[int, int]:
    """Return the number of letters of a text and the number of capitals among its characters.

    A text is nearly all ASCII, whose letters are counted without a look at each.
    """
    count, capitals = count_ascii_letters(text)
    if not text.isascii():
        others = "".join(_NOT_ASCII.findall(text))
        count += sum(map(str.isalpha, others))
        capitals += sum(map(str.isupper, others))
    return count, capitals


def count_ascii_letters(text: str) -> tuple[int, int]:
    """Return the number of ASCII letters of a text and the number of capitals among them."""
    letters = text.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    return len(letters), len(letters) - len(letters.translate(None, _CAPITALS))
