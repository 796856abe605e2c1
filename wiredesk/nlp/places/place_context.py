"""What the words around a name say of it: that it is a place, that it isn't, or nothing."""

from __future__ import annotations

import re
from enum import IntEnum

from wiredesk.nlp.places.wordlist import word_set
from wiredesk.nlp.tokens import Tokens

_LOCAL_NOUNS = word_set(
    """police resident residents native natives man woman men women couple teen teenager boy girl family families
    mother father student students teacher firefighter firefighters mayor officer officers area suburb suburbs
    city town village county counties parish councilman councilwoman home homes house neighborhood
    neighbourhood school schools residence business businesses voters driver motorist officials lawyer attorney
    businessman businesswoman church downtown district station office offices hospital airport streets
    community factory plant campus"""
)
"""What stands after the name of a town that says where somebody or something is from: "a Fairview man"."""
_PEOPLE_NOUNS = word_set(
    """police resident residents native natives man woman men women couple teen teenager mayor suburb suburbs area
    firefighters"""
)
_INSIDE = frozenset({"in", "near", "outside", "throughout", "inside"})
_TOWARDS = frozenset({"at", "from", "to", "into", "toward", "towards", "through", "across", "around", "via", "leaving"})
_STREETS = frozenset({"st.", "st", "street", "ave.", "ave", "avenue", "road", "rd.", "drive", "dr.", "lane", "blvd."})
_COUNTIES = frozenset({"counties", "parishes"})
_PERSON_BEFORE = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "miss", "sir", "lord", "lady", "rev."}
)
_JOINTS = frozenset({",", "and", "&", "or", "-", "/"})
_BASED = frozenset({"based", "area", "born", "bound", "raised"})
_NUMBER = re.compile(r"\d{1,3}$")
_PARTY = re.compile(r"[RD]$")
_LIST = 8
"""Names that one "counties" may close."""


class Say(IntEnum):
    """How far the context makes a name a place."""

    AGAINST = -1
    NOTHING = 0
    SOMEWHAT = 1
    """Enough for a name that is nobody's and nothing else's."""
    SURELY = 2


def says(tokens: Tokens, start: int, end: int) -> Say:
    """What the words before and after tokens ``start`` to ``end`` say."""
    before = tokens.lower[start - 1] if start else ""
    after = tokens.lower[end] if end < len(tokens) else ""
    if before in _PERSON_BEFORE or (_is_name(tokens, start - 1) and before not in _STREETS) or _is_name(tokens, end):
        return Say.AGAINST
    if _listed_with_counties(tokens, end) or _party_tag(tokens, start) or _after_age(tokens, start):
        return Say.SURELY
    if _files(tokens, start, end) or after in _PEOPLE_NOUNS or _based(tokens, end):
        return Say.SURELY
    if before in _INSIDE:
        return Say.SURELY
    if before in _TOWARDS or after in _LOCAL_NOUNS:
        return Say.SOMEWHAT
    if before == "," and start > 1 and tokens.lower[start - 2] in _STREETS:
        return Say.SURELY
    return Say.NOTHING


def lives(tokens: Tokens, start: int, end: int) -> bool:
    """Whether somebody is from a place of that name, or it is a county: what is said of no person and no body."""
    after = tokens.lower[end] if end < len(tokens) else ""
    if _is_name(tokens, end) or (_is_name(tokens, start - 1) and tokens.tag[start - 1] != "NNPS"):
        return False
    return (
        after in _PEOPLE_NOUNS
        or _after_age(tokens, start)
        or _party_tag(tokens, start)
        or _based(tokens, end)
        or _listed_with_counties(tokens, end)
    )


def _is_name(tokens: Tokens, index: int) -> bool:
    """Whether a token is part of a name: a capitalised proper noun of the same sentence."""
    if not 0 <= index < len(tokens) or tokens.all_caps[index]:
        return False
    text = tokens.text[index]
    return text[:1].isupper() and tokens.tag[index].startswith("NNP") and text.lower() not in _PEOPLE_NOUNS


def _files(tokens: Tokens, start: int, end: int) -> bool:
    """ "FAIRVIEW — Police said": capitals that open a sentence, and a dash, a colon or an agency."""
    if (
        tokens.all_caps[start]
        or end >= len(tokens)
        or (start != tokens.sentence_start[start] and tokens.text[start - 1] not in ".!?")
    ):
        return False
    letters = tokens.masked[tokens.start[start] : tokens.end[end - 1]]
    return letters.isupper() and len(letters) > 3 and tokens.text[end] in {"-", "--", "---", "—", "–", ":", ",", "("}


def _listed_with_counties(tokens: Tokens, end: int) -> bool:
    """ "Clay, Duval and Nassau counties": whether only names and joints stand between here and the plural."""
    at = end
    for _ in range(2 * _LIST):
        if at >= len(tokens):
            return False
        if tokens.lower[at] in _COUNTIES:
            return True
        if tokens.lower[at] not in _JOINTS and not tokens.text[at][:1].isupper():
            return False
        at += 1
    return False


def _party_tag(tokens: Tokens, start: int) -> bool:
    """ "R-Fairview" """
    return start > 1 and tokens.text[start - 1] == "-" and bool(_PARTY.match(tokens.text[start - 2]))


def _after_age(tokens: Tokens, start: int) -> bool:
    """ "Jane Doe, 24, of Fairview" """
    return (
        start > 3
        and tokens.lower[start - 1] == "of"
        and tokens.text[start - 2] == ","
        and bool(_NUMBER.match(tokens.text[start - 3]))
        and tokens.text[start - 4] == ","
    )


def _based(tokens: Tokens, end: int) -> bool:
    """ "Fairview-based" """
    return end + 1 < len(tokens) and tokens.text[end] in {"-", "–"} and tokens.lower[end + 1] in _BASED
