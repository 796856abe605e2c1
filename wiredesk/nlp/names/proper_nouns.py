"""Find single names that the model missed, by their tag: ``Telenor cut the internet``.

Their type is open: the words around them vote, and the model has no say. Without any vote they are organisations,
which is what most names are that the model leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.common_words import words_in_lower_case
from wiredesk.nlp.names.coverage import Coverage
from wiredesk.nlp.names.name_words import CALENDAR, DETERMINERS, HONORIFICS, ORG_LAST_WORDS, PLACE_NOUNS
from wiredesk.nlp.names.span_repairs import is_joined
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS

RULE = "proper noun"
FULL_NAME_RULE = "two proper nouns and who"
_MIN_LETTERS = 4
_NEVER_NAMES = word_set("never_names", "markets", "tables", "web", "headlines", "holidays")
_ARGUMENTS = NOMINAL_SUBJECTS | {"pobj", "dobj", "conj"}
_ADJUNCTS = frozenset({"det", "amod", "nummod", "compound", "poss", "nmod"})
_ABSTRACT = tuple(word_set("never_names", "abstract_endings"))
"""Endings of common nouns that writers of headlines and headings capitalise."""
_DOMAINS = (".com", ".org", ".net")
_WHO = frozenset({"who", "whose", "whom"})
_VERB_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})


def proper_nouns(coverage: Coverage) -> Iterator[Name]:
    """Yield each single proper noun that is an argument of a clause and that no name covers."""
    tokens = coverage.tokens
    common: set[str] = set()
    for at in coverage.open_proper_nouns:
        if coverage.taken[at] or tokens.tag[at] != "NNP" or tokens.dep[at] not in _ARGUMENTS:
            continue
        if not _may_be_name(coverage, at) or not _stands_alone(coverage, at):
            continue
        common = common or words_in_lower_case(tokens)
        if tokens.lower[at] not in common:
            coverage.take(at, at + 1)
            yield Name(at, at + 1, "ORG", RULE)


def full_names(coverage: Coverage) -> Iterator[Name]:
    """Yield each pair of proper nouns before ``, who`` that no name covers: ``Wairimu Gitau, who heads research``."""
    tokens, text = coverage.tokens, coverage.tokens.text
    for at in coverage.open_proper_nouns:
        last, comma = at + 1, at + 2
        if comma + 1 >= len(text) or text[comma] != "," or tokens.lower[comma + 1] not in _WHO:
            continue
        if coverage.taken[at] or coverage.taken[last] or not tokens.tag[at] == tokens.tag[last] == "NNP":
            continue
        if at > tokens.sentence_start[at] and tokens.text[at - 1][:1].isupper():
            continue
        if _may_be_name(coverage, at) and _may_be_name(coverage, last):
            coverage.take(at, comma)
            yield Name(at, comma, "PERSON", FULL_NAME_RULE)


def _may_be_name(coverage: Coverage, at: int) -> bool:
    """Return whether a word has the form of a name and is not a common word of some list."""
    tokens, lexicon = coverage.tokens, coverage.lexicon
    word, lower = tokens.text[at], tokens.lower[at]
    if not (_is_title_case(word) or _is_brand(word)) or word in coverage.known.by_text:
        return False
    if (lower.endswith(_ABSTRACT) and not _is_where_from(coverage, at)) or lower.rstrip("s") in CALENDAR:
        return False
    if lower in lexicon.role_words or lower in lexicon.nominal_types or lower in _NEVER_NAMES or lower in HONORIFICS:
        return False
    return not (lower in CALENDAR or lower in DETERMINERS or lower in ORG_LAST_WORDS or lower in PLACE_NOUNS)


def _is_where_from(coverage: Coverage, at: int) -> bool:
    """``Philip Bareham of [Lansing]``: no abstract noun, for a person is of it."""
    tokens = coverage.tokens
    return tokens.dep[at] == "pobj" and tokens.ent_type[tokens.head[tokens.head[at]]] == "PERSON"


def _is_title_case(word: str) -> bool:
    return word.istitle() and word.isalpha() and len(word) >= _MIN_LETTERS


def _is_brand(word: str) -> bool:
    """Return whether capitals stand inside a word or a number ends it, as in firms: ``AfriForum``, ``News24``."""
    if word[:1].isupper() and word.endswith(_DOMAINS):
        return True  # Booking.com
    if len(word) < _MIN_LETTERS or not word.isalnum() or word.isupper() or not word[0].isupper():
        return False
    letters = word.rstrip("0123456789")
    if letters != word:
        return letters.istitle() and letters.isalpha() and len(letters) >= _MIN_LETTERS
    return word[1:].lower() != word[1:] and word[1].islower() and word.isalpha()


def _stands_alone(coverage: Coverage, at: int) -> bool:
    """Return whether nothing modifies a word, and no other capitals stand beside it; a verb follows one in front."""
    tokens = coverage.tokens
    if any(tokens.dep[child] in _ADJUNCTS for child in tokens.children[at]):
        return False
    if is_joined(tokens, at + 1) or is_joined(tokens, at - 1):
        return False
    following = at + 1 if at + 1 < len(tokens) else at
    if tokens.text[following][:1].isupper() and following != at:
        return False
    if at == tokens.sentence_start[at]:
        return tokens.dep[at] in NOMINAL_SUBJECTS and tokens.tag[following] in _VERB_TAGS
    return not tokens.text[at - 1][:1].isupper()
