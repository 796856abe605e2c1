"""What the words around a name and inside it tell of its type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wiredesk.contract import EntityType
from wiredesk.nlp.gazetteer import Gazetteer as Atlas
from wiredesk.nlp.knowledge import Gazetteer, Lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.person_verbs import person_subject_verbs
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import (
    BODIES,
    ENDINGS,
    HEADS,
    HONORIFICS,
    PLACE_NOUNS,
    REGIONS_END,
    WATERS_END,
    WAYS_END,
)
from wiredesk.nlp.tokens import Tokens

OPENING_MARKS = frozenset({"“", "``", '"', "‘", "`"})
CLOSING_MARKS = frozenset({"”", "''", '"', "’", "'"})
_WAYS = frozenset({"to", "from", "near", "in", "at", "into", "outside"})
"""Before a name that ``in Iraq`` follows, these say that it is a place."""
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z]{2}")


def around(tokens: Tokens, name: Name, known: Gazetteer, lexical: Lexicon) -> Iterator[tuple[EntityType, float]]:
    """Types that the words around the name speak for, each with a weight."""
    start, end, *_ = name
    count = len(tokens)
    before = tokens.lower[start - 1] if start > tokens.sentence_start[start] else ""
    body = tokens.lower[end - 1] in BODIES
    if before in HONORIFICS and not body and before not in {"king", "queen", "general", "prince"}:
        yield "PERSON", 4.0
    elif before in lexical.role_words and tokens.head[start - 1] in range(start - 1, end) and before != "state":
        kind = lexical.roles[before]
        if kind in {"state", "post", "rank", "trade"} and tokens.dep[start - 1] in {
            "compound",
            "nmod",
            "appos",
            "amod",
        }:
            yield "PERSON", 2.0
    if end < count and tokens.sentence_start[end] == tokens.sentence_start[start]:
        after = tokens.lower[end]
        following = tokens.lower[end + 1] if end + 1 < count else ""
        if after == "who" or (after == "," and following in {"who", "whose"}):
            yield "PERSON", 1.5
        elif after == "," and following.isdigit() and len(following) == 2 and tokens.lower[end + 2 : end + 3] == [","]:
            yield "PERSON", 3.0
    yield from _placed(tokens, start, end, known)
    if start > 0 and end < count and tokens.text[start - 1] in OPENING_MARKS and end - start < 5:
        closing = end + 1 if tokens.text[end] in {",", ".", "!", "?"} and end + 1 < count else end
        if tokens.text[closing] in CLOSING_MARKS:
            yield "WORK_OF_ART", 1.2
    root = _root(tokens, start, end)
    subject = tokens.dep[root] in {"nsubj", "nsubjpass"}
    if subject:
        yield from _pronoun_after(tokens, root)
    if subject and tokens.lemma[tokens.head[root]] in word_set("person_verbs", "life") and _single(tokens, start, end):
        yield "PERSON", 1.2
    elif tokens.dep[root] == "nsubj" and tokens.lemma[tokens.head[root]] in person_subject_verbs():
        yield "PERSON", 0.6
    elif tokens.dep[root] == "pobj" and tokens.head[root] == start - 1 and before in {"in", "near", "across"}:
        yield "GPE", 0.6


def _placed(tokens: Tokens, start: int, end: int, known: Gazetteer) -> Iterator[tuple[EntityType, float]]:
    """``the town of Afula``, ``Tuscumbia, Ala.``, ``to Mosul in northern Iraq``: what only a place is said with."""
    opens = tokens.sentence_start[start]
    if start - 2 >= opens and tokens.lower[start - 1] == "of" and tokens.lower[start - 2] in PLACE_NOUNS:
        yield "GPE", 2.0
    if start - 1 >= opens and tokens.lower[start - 1] in _WAYS and tokens.text[end : end + 1] == ["in"]:
        outer = next((at for at in range(end + 1, min(end + 3, len(tokens))) if tokens.text[at][:1].isupper()), -1)
        fact = known.facts.get(tokens.text[outer]) if outer >= 0 else None
        if fact and fact.type == "GPE":
            yield "GPE", 2.0
    if end + 1 < len(tokens) and tokens.text[end] == "," and tokens.sentence_start[end + 1] == opens:
        fact = known.facts.get(tokens.text[end + 1])
        after = tokens.text[end + 2] if end + 2 < len(tokens) else "."
        if fact and fact.kind in {"country", "region"} and after in {",", ".", ")", ";", "-", "_", "--", "–", "—"}:
            yield "GPE", 1.0


def _pronoun_after(tokens: Tokens, root: int) -> Iterator[tuple[EntityType, float]]:
    """What the clause calls its subject again: he, or it."""
    for token in range(root + 1, min(root + 14, len(tokens))):
        if tokens.sentence_start[token] != tokens.sentence_start[root]:
            break
        if tokens.lower[token] in {"himself", "herself"}:
            yield "PERSON", 2.0
            break
        if tokens.lower[token] in {"he", "she", "his", "her", "him"}:
            yield "PERSON", 0.7
            break
        if tokens.lower[token] in {"its", "itself"}:
            yield "ORG", 0.5
            break


def _single(tokens: Tokens, start: int, end: int) -> bool:
    """One word, and not an acronym."""
    return end - start == 1 and not tokens.text[start].isupper()


def _root(tokens: Tokens, start: int, end: int) -> int:
    """The token of a name that governs the others."""
    for at in range(end - 1, start - 1, -1):
        if not start <= tokens.head[at] < end or tokens.head[at] == at:
            return at
    return end - 1


def on_the_map(text: str, atlas: Atlas, lexical: Lexicon) -> float:
    """Weight of a name's being that of a town or region: more where more people live there."""
    if len(text) < 4 or text in lexical.sexes or text.isupper():
        return 0.0
    rows = atlas.rows(text)
    if not len(rows):
        return 0.0
    people = int(atlas.columns.population[rows[0]])
    return next((weight for least, weight in ((500_000, 2.0), (100_000, 1.2), (15_000, 0.7)) if people >= least), 0.0)


def inside(text: str, known: Gazetteer, lexical: Lexicon) -> Iterator[tuple[EntityType, float]]:
    """Types that the name's own words speak for."""
    parts = text.split()
    last = parts[-1].lower()
    if len(parts) > 1:
        fact = known.facts.get(parts[0])
        title = last in BODIES or last in ENDINGS
        if title or ({"of", "for"} & set(parts) and {part.lower() for part in parts} & HEADS):
            yield "ORG", 2.5
        elif last in REGIONS_END:
            yield "GPE", 5.0 if len(parts) == 2 else 2.5
        elif last in WAYS_END:
            yield "FAC", 2.5
        elif last in WATERS_END:
            yield "LOC", 2.5
        elif parts[0] in lexical.sexes and not (fact and fact.type != "PERSON"):
            yield "PERSON", 2.5
        elif "&" in parts:
            yield "ORG", 2.5
        elif (
            len(parts) < 4
            and parts[0] not in known.facts
            and _INITIALS.fullmatch(parts[0])
            and parts[-1][0].isupper()
            and not parts[-1].isupper()
        ):
            yield "PERSON", 2.0 if "." in parts[0] else 0.7
    fact = known.facts.get(text)
    if fact and fact.sure:
        yield fact.type, 3.0
