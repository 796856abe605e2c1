"""Numbers as a text has them, in words or digits, without a parse."""

from __future__ import annotations

from wiredesk.nlp.lexicon.number_words import CARDINALS, parse_number


def spelled_number(text: str) -> float | None:
    """Return the value of ``five``, ``1,200`` or ``twenty-four``; None for other words."""
    return parse_number(text.casefold().replace("-", " ").split())


def digits_of(word: str) -> str:
    """Return a number below a hundred that is one word in digits, any other word as it is: ``ten`` gives ``10``.

    Args:
        word: in small letters.
    """
    return str(CARDINALS[word]) if word in CARDINALS else word
