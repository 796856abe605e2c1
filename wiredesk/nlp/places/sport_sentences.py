"""Sentences about sport, in which the name of a place is that of a team."""

from __future__ import annotations

import re

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

DASHES = frozenset({"-", "--", "–", "—", ":"})
"""Marks between the parts of a headline or of a score."""
_SPORT = word_set("metonyms", "sport")
_GOALS = re.compile(r"\d{1,3}$")
_SCORE_OF_TWO = re.compile(r"\d{1,3}-\d{1,3}$")
_MAX_SPORT_TOKENS = 60
"""Tokens at the start of a sentence in which a word of sport is looked for."""


def is_about_sport(tokens: Tokens, at: int) -> bool:
    """Return whether the sentence of a token has a word of sport, or a score with a dash."""
    first = tokens.sentence_start[at]
    last = min(first + _MAX_SPORT_TOKENS, tokens.sentence_end[at])
    return not _SPORT.isdisjoint(tokens.lower[first:last]) or _has_score(tokens.text[first:last])


def _has_score(words: list[str]) -> bool:
    """Return whether "3-1" is among the words, as one token or as three."""
    for at, word in enumerate(words):
        if word[:1].isdecimal() and _SCORE_OF_TWO.match(word):
            return True
        if word in DASHES and 0 < at < len(words) - 1 and _GOALS.match(words[at - 1]) and _GOALS.match(words[at + 1]):
            return True
    return False
