"""Where a number may begin in a text: at a digit, or at a word such as "two", "half" and "a"."""

from __future__ import annotations

import re

from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.lexicon.word_answers import WordAnswers
from wiredesk.nlp.lexicon.word_kinds import kind_by, kind_of_words
from wiredesk.nlp.tokens import Tokens

MAX_CACHED_TOKENS = 16384
"""Tokens kept with the places in them at which a number may begin."""
MAX_CACHED_LETTERS = 32
"""Letters of the longest token that is kept."""

SPELLED = "|".join(word_list("numbers", "spelled"))
"""Pattern of the words of a number."""
MAGNITUDES = r"hundred|thousand|million|billion|trillion|dozen|percent|per\scent|pct|percentage|crore|lakh"
"""Pattern of the words before which an article is a number."""
_AFTER_ARTICLE = frozenset({*re.split(r"\||\\s", MAGNITUDES), "quarter"})
"""First words after an article of a number: "a million", "a per cent", "a quarter of a percent"."""
_START = re.compile(rf"(?<![\w.,/:])(?:\d|(?P<word>(?:{SPELLED}|half|quarter)\b)|an?\b)", re.IGNORECASE)
_ARTICLES = frozenset({"a", "an"})
_WORDS = _ARTICLES | {*SPELLED.split("|"), "half", "quarter"}
"""Words of letters alone at which a number may begin."""
_DIGITS_AND_SIGNS = "0123456789.,/:"
"""Digits and signs behind which no further number begins."""


def _places(token: str) -> tuple[int, ...]:
    """Return the offsets in a token at which a number may begin."""
    if token[:1].isdecimal() and not token.strip(_DIGITS_AND_SIGNS):
        return (0,)
    return tuple([match.start() for match in _START.finditer(token)])


_PLACES = WordAnswers(_places, words=MAX_CACHED_TOKENS, letters=MAX_CACHED_LETTERS)
_NUMBER = kind_of_words("number", _WORDS) | kind_by("number", _PLACES.__getitem__)


def number_starts(tokens: Tokens) -> list[int]:
    """Return every offset at which a number may begin, in order."""
    found: list[int] = []
    text, lower, start = tokens.text, tokens.lower, tokens.start
    for at in tokens.of_kind(_NUMBER):
        places = _PLACES[text[at]]
        if places and not (lower[at] in _ARTICLES and _is_other_word(lower, at + 1)):
            found += [start[at] + place for place in places]
    return found


def _is_other_word(lower: list[str], at: int) -> bool:
    """Return whether a token is a word before which an article is no number."""
    return at < len(lower) and lower[at].isalpha() and lower[at] not in _AFTER_ARTICLE
