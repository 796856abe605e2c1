"""Names of a fixed form that the model parts or misses: universities, indices, awards, pageants, armed services.

``University of Texas at Austin``, ``Producer Price Index``, ``Kids' Choice Awards``, ``Miss Universe Organization``,
``the Navy``, ``Larkwood magazine``, ``her last novel, Ash Wednesday Shift,``.
"""

from __future__ import annotations

from collections.abc import Callable

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import CALENDAR, DETERMINERS, POSSESSIVE_MARKS
from wiredesk.nlp.tokens import Tokens

RULE = "fixed form"
SERVICE_RULE = "service or periodical"
"""The rule of names that are words for what they name, too, and are names here."""
MAX_WORDS = 4
"""Capitalised words in each part of such a name."""

_AWARDS = word_set("type_words", "awards_last")
_INDEX_WORDS = word_set("type_words", "index_words")
_OWNERS_OF_AWARDS = word_set("type_words", "award_owners")
_PAGEANTS = word_set("type_words", "pageants")
_PAGEANT_BODIES = word_set("type_words", "pageant_bodies")
_CLASSES = word_set("type_words", "pageant_classes")
_WORKS = word_set("type_words", "before_works")
_POSSESSIVES = frozenset({"his", "her", "their", "its"}) | POSSESSIVE_MARKS
_MAX_WORDS_OF_TITLE = 6
_PERIODICALS = frozenset({"magazine", "newspaper", "tabloid"})


def fixed_form_names(tokens: Tokens) -> list[Name]:
    """Return the names of a fixed form, in order; none overlap."""
    found: list[Name] = []
    if _WORDS.isdisjoint(tokens.words):
        return found
    for at in tokens.capitalised:
        rule = _RULES.get(tokens.lower[at])
        if rule is None:
            if at + 1 < len(tokens) and tokens.text[at + 1] in _PERIODICALS:
                rule = _periodical
            elif at > 1 and tokens.text[at - 1] == "," and tokens.lower[at - 2] in _WORKS:
                rule = _work
            else:
                continue
        name = rule(tokens, at)
        if name is not None and (not found or found[-1].end <= name.start):
            found.append(name)
    return found


def _run_behind(tokens: Tokens, at: int) -> int:
    """Return one past the capitalised words from a token on."""
    end = at
    while end < len(tokens) and end - at < MAX_WORDS and tokens.text[end][:1].isupper() and tokens.text[end].isalpha():
        if tokens.lower[end] in CALENDAR:
            break
        end += 1
    return end


def _run_before(tokens: Tokens, at: int) -> int:
    """Return the first of the capitalised words right before a token."""
    start = at
    while start > tokens.sentence_start[at] and at - start < MAX_WORDS:
        word = tokens.text[start - 1]
        if not word[:1].isupper() or not word.isalpha() or word.lower() in DETERMINERS:
            break
        start -= 1
    return start


def _university(tokens: Tokens, at: int) -> Name | None:
    """``University of North Carolina at Chapel Hill``."""
    if tokens.lower[at + 1 : at + 2] != ["of"]:
        return None
    place = _run_behind(tokens, at + 2)
    if place == at + 2 or tokens.lower[place : place + 1] != ["at"]:
        return None
    campus = _run_behind(tokens, place + 1)
    return Name(at, campus, "ORG", RULE) if campus > place + 1 else None


def _index(tokens: Tokens, at: int) -> Name | None:
    """``Producer Price Index``, ``Consumer Confidence Index``: what it measures, in capitals."""
    start = _run_before(tokens, at)
    if at - start < 2 or _INDEX_WORDS.isdisjoint(tokens.lower[start:at]):
        return None
    return Name(start, at + 1, "INDEX", RULE)


def _award(tokens: Tokens, at: int) -> Name | None:
    """``Kids' Choice Awards``, ``People's Choice Awards``: of many, not of a winner ("Roth's Open Championship")."""
    start = _run_before(tokens, at)
    mark = start - 1
    if mark < 1 or tokens.text[mark] not in POSSESSIVE_MARKS:
        return None
    owner = mark - 1
    word = tokens.lower[owner]
    if not tokens.text[owner][:1].isupper() or word not in _OWNERS_OF_AWARDS:
        return None
    return Name(owner, at + 1, "EVENT", RULE)


def _pageant(tokens: Tokens, at: int) -> Name | None:
    """``Miss Universe``, ``Miss Teen USA``, ``Miss World Organization``."""
    end = at + 1
    if end < len(tokens) and tokens.lower[end] in _CLASSES and tokens.text[end][:1].isupper():
        end += 1
    if end >= len(tokens) or tokens.lower[end] not in _PAGEANTS or not tokens.text[end][:1].isupper():
        return None
    end += 1
    if tokens.lower[end : end + 1] and tokens.lower[end] in _PAGEANT_BODIES and tokens.text[end][:1].isupper():
        return Name(at, end + 1, "ORG", RULE)
    return Name(at, end, "EVENT", RULE)


def _service(tokens: Tokens, at: int) -> Name | None:
    """``the Navy``, ``the Air Force``, with a capital: in small letters the word only refers to one."""
    end = at + 1
    if tokens.lower[at] == "air":
        if tokens.text[end : end + 1] != ["Force"]:
            return None
        end += 1
    if not at or tokens.lower[at - 1] != "the" or not tokens.text[at].istitle() or tokens.all_caps[at]:
        return None
    return None if end < len(tokens) and tokens.text[end][:1].isupper() else Name(at, end, "ORG", SERVICE_RULE)


def _periodical(tokens: Tokens, at: int) -> Name | None:
    """``Star magazine``: the name may be a word for people or things."""
    start = _run_before(tokens, at + 1)
    words = range(start, at + 1)
    if not words or tokens.lower[at] in CALENDAR or not all(map(tokens.is_proper_noun, words)):
        return None
    return Name(start, at + 1, "ORG", SERVICE_RULE) if all(tokens.ent_type[at] in {"", "ORG"} for at in words) else None


def _work(tokens: Tokens, at: int) -> Name | None:
    """``her last novel, Ash Wednesday Shift, was published``: somebody's work, with its title between commas."""
    end = at
    while end < len(tokens) and tokens.text[end][:1].isupper() and tokens.text[end].isalpha():
        end += 1
    work, last = at - 2, end - 1
    if not 1 < end - at <= _MAX_WORDS_OF_TITLE or tokens.text[end : end + 1] not in ([","], ["."]):
        return None
    if tokens.head[last] != work or tokens.dep[last] != "appos":
        return None
    before = tokens.lower[max(tokens.sentence_start[at], work - 3) : work]
    return None if _POSSESSIVES.isdisjoint(before) else Name(at, end, "WORK_OF_ART", RULE)


_RULES: dict[str, Callable[[Tokens, int], Name | None]] = {
    "university": _university,
    "index": _index,
    "miss": _pageant,
    **dict.fromkeys(_AWARDS, _award),
    **dict.fromkeys(("army", "navy", "air"), _service),
}
_WORDS = _RULES.keys() | _PERIODICALS | _WORKS
