"""Spans of names: what the model found, cut to the name itself.

A name has no article, no quotation mark, no possessive and no title: ``the Kremlin's`` is Kremlin, ``President Xi
Jinping`` is Xi Jinping.  Every function takes and gives token ranges ``(start, end)``, ``end`` not included.
"""

from __future__ import annotations

from itertools import pairwise

from wiredesk.contract import ENTITY_TYPES, EntityType
from wiredesk.nlp.knowledge import Gazetteer, Lexicon
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import (
    BEFORE,
    CALENDAR,
    ENDINGS,
    FIGURES,
    GENERATIONS,
    HONORIFICS,
    PARTICLES,
    POSSESSIVE,
    ZONES,
)
from wiredesk.nlp.tokens import Tokens

TYPES = frozenset(ENTITY_TYPES)
_MARKS = frozenset({'"', "“", "”", "``", "''", "„", "«", "»"})
"""Quotation marks that no name has just one of; the single ones may be apostrophes."""


def model_names(tokens: Tokens, known: Gazetteer, lexicon: Lexicon) -> list[Name]:
    """What the model found, each cut to the name; several where one span held several people."""
    found: list[Name] = []
    for start, end, label in tokens.entities:
        if label not in TYPES:
            continue
        for line in _lines(tokens, start, end):
            parts = (_cleaned(tokens, *part, label, known, lexicon) for part in _outside_quotes(tokens, *line))
            found += next(filter(None, parts), [])  # of ``Pacific "Ring of Fire`` the first name only is sure
    return found


def _is_zone(tokens: Tokens, start: int, end: int) -> bool:
    """The GMT of ``1600 GMT`` and ``6 p.m. GMT`` is no body."""
    if end - start != 1 or tokens.text[start] not in ZONES or not start:
        return False
    before = tokens.text[start - 1].lower()
    return before[-1:].isdigit() or before.strip(".") in {"a.m", "p.m", "am", "pm"}


def _lines(tokens: Tokens, start: int, end: int) -> list[tuple[int, int]]:
    """A span cut at paragraph ends."""
    if all(word.strip() for word in tokens.text[start:end]):
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    first = start
    for at in range(start, end + 1):
        if at == end or "\n" in tokens.text[at] or not tokens.text[at].strip():
            if first < at:
                parts.append((first, at))
            first = at + 1
    return parts


def _outside_quotes(tokens: Tokens, start: int, end: int) -> list[tuple[int, int]]:
    """A span that goes into a quotation or out of it, cut there."""
    marks = [at for at in range(start, end) if tokens.text[at] in _MARKS]
    if len(marks) % 2 == 0:  # none, for nearly all
        return [(start, end)]
    return [(before + 1, at) for before, at in pairwise([start - 1, *marks, end]) if before + 1 < at]


def _cleaned(tokens: Tokens, start: int, end: int, label: EntityType, known: Gazetteer, lexicon: Lexicon) -> list[Name]:
    start, end = trim(tokens, start, end)
    if start >= end:
        return []
    verbs = any(tag in {"VBD", "VBZ"} for tag in tokens.tag[start:end])
    if label in {"PERSON", "GPE"} or (label == "ORG" and ("," in tokens.text[start:end] or verbs)):
        parts = split(tokens, start, end, label, known)
    else:
        parts = [(start, end)]
    found = []
    for first, last in parts:
        first, last = trim(tokens, first, last)
        if label in {"GPE", "LOC", "FAC", "ORG"}:
            first, last = bare_place(tokens, first, last)
        if label == "PERSON":
            first, last = bare_person(tokens, first, last, known, lexicon)
        if first < last and _has_letter(tokens, first, last) and not _is_zone(tokens, first, last):
            found.append(Name(first, last, label, "model"))
    return found


def trim(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Cut articles, quotation marks, possessives and stray punctuation off both ends."""
    text, lower = tokens.text, tokens.lower
    if end - start > 1 and tokens.tag[start] == "VBG" and start == tokens.sentence_start[start]:
        start += 1
    if end - start > 2 and text[start] in {"D", "R"} and text[start + 1] == "-":
        start += 2
    quoted = start > 0 and text[start] == "The" and text[start - 1] in {'"', "“", "``"}
    while start < end and not quoted:
        word = lower[start]
        if (
            (word in BEFORE and not _proper_article(tokens, start, end))
            or not any(map(str.isalnum, word))
            or word in POSSESSIVE
        ):
            start += 1
        else:
            break
    if tokens.tag[start : start + 1] != ["CD"]:
        figures = end
        while end - start > 1 and lower[end - 1] in FIGURES:
            end -= 1
        while end < figures and end - start > 1 and tokens.tag[end - 1] in {"CD", "$"}:
            end -= 1
    while start < end:
        word = text[end - 1]
        if word in POSSESSIVE or not any(map(str.isalnum, word)) or lower[end - 1] in {"and", "of", "the", "&amp"}:
            end -= 1
        else:
            break
    return start, end


def _proper_article(tokens: Tokens, start: int, end: int) -> bool:
    """``The Hague``: the article belongs to the name."""
    return tokens.text[start] == "The" and end - start == 2 and tokens.text[start + 1] in {"Hague", "Bronx", "Dalles"}


def split(tokens: Tokens, start: int, end: int, label: str, known: Gazetteer) -> list[tuple[int, int]]:
    """Cut ``Anders Berg and Erik Lund`` or ``Diaz, Moore`` in two; ``Smith, Jr.`` and ``Acme, Inc.`` stay whole."""
    whole = tokens.string(start, end)
    if whole in known.facts or (label == "ORG" and ("&" in tokens.text[start:end] or "of" in tokens.lower[start:end])):
        return [(start, end)]
    parts: list[tuple[int, int]] = []
    first = start
    for at in range(start, end):
        word = tokens.lower[at]
        verb = tokens.tag[at] in {"VBD", "VBZ"} and tokens.text[at].islower() and start < at < end - 1
        cuts = (
            verb
            or word in {",", ";", "/"}
            or (word in {"and", "&"} and label in {"PERSON", "GPE"} and not whole.isupper())
        )
        if not cuts or (at + 1 < end and tokens.lower[at + 1] in ENDINGS | GENERATIONS):
            continue
        if label == "ORG" and tokens.lower[at + 1 : at + 2] == ["and"]:
            return [(start, end)]
        parts.append((first, at))
        first = at + 1
    parts.append((first, end))
    return [part for part in parts if part[0] < part[1]]


def bare_person(tokens: Tokens, start: int, end: int, known: Gazetteer, lexicon: Lexicon) -> tuple[int, int]:
    """Cut what is not the person's name: titles, trades and peoples before it, ages and small words after it."""
    while end - start > 1:
        word = tokens.lower[start]
        size = role_at(tokens, start, end - 1, lexicon)
        fact = known.facts.get(tokens.text[start])
        if size:
            start += size
        elif (
            word in HONORIFICS
            or (fact and fact.kind in {"demonym", "country"} and fact.sure)
            or word in {"echoing", "welshman", "-", ""}
            or (
                tokens.text[start].islower()
                and word not in PARTICLES
                and tokens.tag[start][:2] in {"NN", "JJ", "VB", "DT"}
            )
        ):
            start += 1
        else:
            break
    while end - start > 1 and (tokens.text[end - 1].islower() or tokens.tag[end - 1] in {"CD", "VBD", "VBZ"}):
        if tokens.lower[end - 1] in PARTICLES and tokens.text[end : end + 1] and tokens.text[end][:1].isupper():
            end += 1
            break
        end -= 1
    return start, end


def bare_place(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Cut small words before a place or body, days after it: ``united Ireland``, ``in Lahti Saturday``."""
    while (
        end - start > 1 and tokens.text[start].islower() and tokens.tag[start] in {"JJ", "VBN", "VBG", "RB", "CC", "NN"}
    ):
        if tokens.lower[start] in PARTICLES:
            break
        start += 1
    while end - start > 1 and tokens.lower[end - 1] in CALENDAR:
        end -= 1
    return start, end


def role_at(tokens: Tokens, start: int, limit: int, lexicon: Lexicon) -> int:
    """Length in tokens of the title or trade that begins at ``start``, 0 where none does; the longest counts."""
    if tokens.lower[start] not in lexicon.role_starts:
        return 0
    for size in range(min(lexicon.longest, limit - start), 0, -1):
        if tokens.string(start, start + size).lower() in lexicon.roles:
            return size
    return 0


def _has_letter(tokens: Tokens, start: int, end: int) -> bool:
    return any(map(str.isalpha, tokens.masked[tokens.start[start] : tokens.end[end - 1]]))
