"""Evidence from the words around a name, for or against a place.

The rows are tried in their order, and the first that applies decides.
"""

from __future__ import annotations

import re
from enum import IntEnum

from wiredesk.nlp.cues import Cue, cue
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

_LOCAL_NOUNS = word_set("places", "local_nouns")
_RESIDENT_NOUNS = word_set("places", "resident_nouns")
_TOWARDS = word_set("places", "towards")
_STREETS = word_set("places", "streets")
_PERSON_BEFORE = word_set("places", "person_before")
_BASED = word_set("places", "based")
_KINDS_OF_PLACES = word_set("place_names", "before_of")
_INSIDE = frozenset({"in", "near", "outside", "throughout", "inside"})
_COUNTIES = frozenset({"counties", "parishes"})
_JOINTS = frozenset({",", "and", "&", "or", "-", "/"})
_DASHES = frozenset({"-", "--", "---", "—", "–", ":", ",", "("})
"""Tokens after a dateline without a date or an agency."""
_AGE = re.compile(r"\d{1,3}$")
_PARTY = re.compile(r"[RD]$")
_MAX_LISTED = 8
"""Names in a list that ends with "counties"."""
_MIN_CAPITALS = 4
"""Letters of a name in capitals that opens a sentence like a dateline; shorter ones may be an acronym."""


class Evidence(IntEnum):
    """How strongly the context indicates a place."""

    AGAINST = -1
    NONE = 0
    WEAK = 1
    """Enough for a name that nothing else in the story has."""
    STRONG = 2


AGAINST, NONE, WEAK, STRONG = Evidence
"""The same, quicker to look up."""

CONTEXT_CUES: list[Cue] = []
"""Rows over (tokens, start, end); the weight is the :class:`Evidence`."""


def context_evidence(tokens: Tokens, start: int, end: int) -> Evidence:
    """Return the evidence of the words before and after the tokens ``start`` to ``end``, exclusive."""
    for feature, evidence in _CONTEXTS:
        if feature(tokens, start, end):
            return evidence
    return NONE


def resident_context(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether the context excludes people and organisations: a resident of the place, a list of counties."""
    if _is_name(tokens, end) or (_is_name(tokens, start - 1) and tokens.tag[start - 1] != "NNPS"):
        return False
    return any(feature(tokens, start, end) for feature in (_resident, _aged, _party, _based, _listed_with_counties))


@cue(
    CONTEXT_CUES,
    "form of address",
    "not a place",
    Evidence.AGAINST,
    yes="Mr. [Berg] left.",
    no="Near [Berg] it rained.",
)
def _addressed(tokens: Tokens, start: int, _end: int) -> bool:
    return start > 0 and tokens.lower[start - 1] in _PERSON_BEFORE


@cue(
    CONTEXT_CUES,
    "part of a longer name",
    "not a place",
    Evidence.AGAINST,
    yes="Erik [Berg] left.",
    no="She lives on Main St. [Berg] said so.",
)
def _in_longer_name(tokens: Tokens, start: int, end: int) -> bool:
    before = tokens.lower[start - 1] if start else ""
    return (_is_name(tokens, start - 1) and before not in _STREETS) or _is_name(tokens, end)


@cue(
    CONTEXT_CUES,
    "listed with counties",
    "place",
    Evidence.STRONG,
    yes="It rained in [Clay], Duval and Nassau counties.",
    no="It rained on [Clay], who left.",
)
def _listed_with_counties(tokens: Tokens, _start: int, end: int) -> bool:
    """Only names and conjunctions are between the name and "counties"."""
    at = end
    for _ in range(2 * _MAX_LISTED):
        if at >= len(tokens):
            return False
        if tokens.lower[at] in _COUNTIES:
            return True
        if tokens.lower[at] not in _JOINTS and not tokens.text[at][:1].isupper():
            return False
        at += 1
    return False


@cue(
    CONTEXT_CUES,
    "seat of a member of parliament",
    "place",
    Evidence.STRONG,
    yes="Rep. Jane Doe, R-[Fairview], left.",
    no="The B-[Fairview] line closed.",
)
def _party(tokens: Tokens, start: int, _end: int) -> bool:
    return start > 1 and tokens.text[start - 1] == "-" and bool(_PARTY.match(tokens.text[start - 2]))


@cue(
    CONTEXT_CUES,
    "after an age",
    "place",
    Evidence.STRONG,
    yes="Jane Doe, 24, of [Fairview], left.",
    no="A fan of [Fairview] left.",
)
def _aged(tokens: Tokens, start: int, _end: int) -> bool:
    return (
        start > 3
        and tokens.lower[start - 1] == "of"
        and tokens.text[start - 2] == ","
        and bool(_AGE.match(tokens.text[start - 3]))
        and tokens.text[start - 4] == ","
    )


@cue(
    CONTEXT_CUES,
    "looks like a dateline",
    "place",
    Evidence.STRONG,
    yes="[FAIRVIEW] — Police found two cars on Monday.",
    no="[Fairview] — Police found two cars on Monday.",
)
def _files(tokens: Tokens, start: int, end: int) -> bool:
    if tokens.all_caps[start] or end >= len(tokens):
        return False
    if start != tokens.sentence_start[start] and tokens.text[start - 1] not in ".!?":
        return False
    letters = tokens.masked[tokens.start[start] : tokens.end[end - 1]]
    return letters.isupper() and len(letters) >= _MIN_CAPITALS and tokens.text[end] in _DASHES


@cue(
    CONTEXT_CUES,
    "before a resident",
    "place",
    Evidence.STRONG,
    yes="A [Fairview] man left.",
    no="A [Fairview] court met.",
)
def _resident(tokens: Tokens, _start: int, end: int) -> bool:
    return end < len(tokens) and tokens.lower[end] in _RESIDENT_NOUNS


@cue(
    CONTEXT_CUES,
    "based there",
    "place",
    Evidence.STRONG,
    yes="The [Fairview]-based firm left.",
    no="The [Fairview]-like firm left.",
)
def _based(tokens: Tokens, _start: int, end: int) -> bool:
    return end + 1 < len(tokens) and tokens.text[end] in {"-", "–"} and tokens.lower[end + 1] in _BASED


@cue(
    CONTEXT_CUES,
    "inside or near",
    "place",
    Evidence.STRONG,
    yes="It rained in [Fairview].",
    no="It rained on [Fairview].",
)
def _inside(tokens: Tokens, start: int, _end: int) -> bool:
    return start > 0 and tokens.lower[start - 1] in _INSIDE


@cue(
    CONTEXT_CUES,
    "after the kind of place",
    "place",
    Evidence.STRONG,
    yes="It rained on the island of [Tortola].",
    no="It rained on the firm of [Tortola].",
)
def _after_kind(tokens: Tokens, start: int, _end: int) -> bool:
    return start > 1 and tokens.lower[start - 1] == "of" and tokens.lower[start - 2] in _KINDS_OF_PLACES


@cue(CONTEXT_CUES, "on the way", "place", Evidence.WEAK, yes="She came from [Fairview].", no="She met [Fairview].")
def _on_the_way(tokens: Tokens, start: int, _end: int) -> bool:
    return start > 0 and tokens.lower[start - 1] in _TOWARDS


@cue(
    CONTEXT_CUES,
    "before something local",
    "place",
    Evidence.WEAK,
    yes="A [Fairview] church burned.",
    no="A [Fairview] book burned.",
)
def _local(tokens: Tokens, _start: int, end: int) -> bool:
    return end < len(tokens) and tokens.lower[end] in _LOCAL_NOUNS


@cue(
    CONTEXT_CUES,
    "after a street",
    "place",
    Evidence.STRONG,
    yes="It burned at 12 Elm Street, [Fairview].",
    no="It burned with its owner, [Fairview].",
)
def _after_street(tokens: Tokens, start: int, _end: int) -> bool:
    return start > 1 and tokens.text[start - 1] == "," and tokens.lower[start - 2] in _STREETS


def _is_name(tokens: Tokens, index: int) -> bool:
    """Return whether a token is part of a name: a capitalised proper noun of a paragraph with small letters."""
    if not 0 <= index < len(tokens) or tokens.all_caps[index]:
        return False
    text = tokens.text[index]
    return text[:1].isupper() and tokens.tag[index].startswith("NNP") and text.lower() not in _RESIDENT_NOUNS


_CONTEXTS = tuple((row.feature, Evidence(int(row.weight))) for row in CONTEXT_CUES)
