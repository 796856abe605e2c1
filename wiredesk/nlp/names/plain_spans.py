"""Spans of the model that need no repair: most are one or two words with a capital that no rule looks at.

A rule of :mod:`wiredesk.nlp.names.model_spans` that begins to look at further words names them here, too.
"""

from __future__ import annotations

from wiredesk.nlp.knowledge import KnownNames, entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_answers import WordAnswers
from wiredesk.nlp.names.name_words import (
    CALENDAR,
    DETERMINERS,
    HONORIFICS,
    LEGAL_FORMS,
    POSSESSIVE_MARKS,
    POSSESSIVES,
    POST_NOMINALS,
    TIME_ZONES,
)
from wiredesk.nlp.names.span_repairs import HYPHENS
from wiredesk.nlp.tokens import Tokens

_WORDS_OF_RULES = (
    DETERMINERS
    | POSSESSIVES
    | POSSESSIVE_MARKS
    | CALENDAR
    | TIME_ZONES
    | HONORIFICS
    | word_set("function_words", "before_names")
    | word_set("amount_endings", "scale")
    | word_set("person_names", "not_first")
    | word_set("org_names", "relations", "people_before_for")
    | {"and", "of", "the"}
)
_TAGS_OF_RULES = frozenset({"CD", "LS", "$", "VBG", "VBD", "VBZ"})
_BEFORE_PORTFOLIO = frozenset({"for", "of"})
_MIN_PORTFOLIO = 3
"""Tokens of a portfolio with its minister behind it."""


def _is_plain(word: str) -> bool:
    if not word[:1].isupper() or not word.replace(".", "").isalnum() or word in POST_NOMINALS:
        return False
    lower = word.lower()
    return lower not in _WORDS_OF_RULES and not (lower[-1] == "." and lower in LEGAL_FORMS)


def _is_plain_in_title(word: str) -> bool:
    lower, lexicon = word.lower(), entity_lexicon()
    return _is_plain(word) and lower not in lexicon.role_first_words and lower not in lexicon.role_last_words


_PLAIN = WordAnswers(_is_plain)
"""Whether a word has a capital, letters and stops only, and is in no list of the rules."""
_PLAIN_IN_TITLES = WordAnswers(_is_plain_in_title)
"""The same for names beside which titles stand."""
_WITH_TITLES = frozenset({"PERSON", "ORG"})


def is_plain_span(tokens: Tokens, start: int, end: int, label: str, known: KnownNames) -> bool:
    """Return whether the rules that repair a span of the model leave this one as it is."""
    text, tag = tokens.text, tokens.tag
    plain = _PLAIN_IN_TITLES if label in _WITH_TITLES else _PLAIN
    for at in range(start, end):
        if not plain[text[at]] or tag[at] in _TAGS_OF_RULES:
            return False
    if (start and text[start - 1] in HYPHENS) or (end < len(text) and text[end] in HYPHENS):
        return False
    if label == "PERSON":
        return end - start == 1 or text[start] not in known.by_text
    return label != "ORG" or end - start < _MIN_PORTFOLIO or tokens.lower[start - 1] not in _BEFORE_PORTFOLIO
