"""Numbers as a text has them, in words or digits, without a parse."""

from __future__ import annotations

import re

from wiredesk.nlp.lexicon.number_words import CARDINALS, ORDINALS, parse_number

_ORDINAL_END = re.compile(r"(?<=\d)(?:st|nd|rd|th)\Z")
MAX_PLAIN_ORDINAL = 3
"""The first ordinals are words of their own: "second" is also a part of a minute."""


def spelled_number(text: str) -> float | None:
    """Return the value of ``five``, ``1,200`` or ``twenty-four``; None for other words."""
    return parse_number(text.casefold().replace("-", " ").split())


def digits_of(word: str) -> str:
    """Return a number that is one word in digits, any other word as it is: ``ten`` and ``10th`` give ``10``.

    Args:
        word: in small letters.
    """
    if word[:1].isdigit():
        return _ORDINAL_END.sub("", word)
    return str(CARDINALS.get(word, ORDINALS[word] if ORDINALS.get(word, 0) > MAX_PLAIN_ORDINAL else word))
