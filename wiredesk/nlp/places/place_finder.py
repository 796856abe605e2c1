"""Place names that the model took for something else or missed: found by the gazetteer, believed for their context."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from wiredesk.contract import EntityType, Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.knowledge import countries
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import bare, candidates
from wiredesk.nlp.places.nested import nested, party_seats
from wiredesk.nlp.places.non_places import NEVER_PLACES, no_place
from wiredesk.nlp.places.place_context import Evidence, context_evidence
from wiredesk.nlp.places.place_expand import grown
from wiredesk.nlp.tokens import Tokens

LONGEST = 4
"""Words of a name that is looked up where the model saw none."""
COUNTIES = (" county", " parish", " twp", " counties")
_NATIONS = word_set("places", "nations")
_AMBIGUOUS = word_set("places", "ambiguous_countries")
DOUBTED = frozenset({"ORG", "PERSON", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A span that may be a place: whose entity it is (None where the model saw no name), and what its context says."""

    span: Span
    key: str
    entity: str | None
    say: Evidence


@dataclass(frozen=True, slots=True)
class Found:
    """Spans that are places after all."""

    retyped: Mapping[str, EntityType]
    """Ids of entities, to what they are instead."""
    added: tuple[Span, ...]
    """New mentions of places."""
    dropped: frozenset[Span]
    """Mentions whose names are longer: the longer ones are among those added."""


def recognise(
    gazetteer: Gazetteer, tokens: Tokens, entities: Sequence[EntityDraft], demonyms: Mapping[str, str]
) -> Found:
    """What the model missed."""
    index, ends = tokens.token_starting_at, tokens.token_after
    taken = [mention.span for entity in entities for mention in entity.mentions if mention.kind == "name"]
    longer = dict(grown(gazetteer, tokens, entities, index, ends))
    certain = _certain(gazetteer, tokens, entities)
    certain |= {fold_name(tokens.masked[start:end]) for start, end in longer.values()}
    surnames = _name_parts(entities)
    retyped: dict[str, EntityType] = {}
    for entity in entities:
        if entity.type in DOUBTED and _doubtful(gazetteer, entity, demonyms):
            if _is_place(tokens, entity, index, ends, certain, surnames):
                retyped[entity.id] = "GPE"
        elif entity.type == "GPE" and (other := no_place(gazetteer, tokens, entity, index, ends)):
            retyped[entity.id] = other
    certain |= {fold_name(bare(entity.name)) for entity in entities if retyped.get(entity.id) == "GPE"}
    certain -= {fold_name(bare(entity.name)) for entity in entities if retyped.get(entity.id, "GPE") != "GPE"}
    bodies = [entity for entity in entities if entity.id not in retyped]
    added = dict.fromkeys(
        (
            *longer.values(),
            *_unseen(gazetteer, tokens, [*taken, *longer.values()], certain, surnames, demonyms),
            *party_seats(gazetteer, tokens),
            *nested(gazetteer, tokens, bodies, certain),
        )
    )
    known = set(taken)
    return Found(retyped, tuple(span for span in added if span not in known), _swallowed(tokens, known, longer, index))


def _swallowed(
    tokens: Tokens, known: set[Span], longer: Mapping[Span, Span], index: Mapping[int, int]
) -> frozenset[Span]:
    """The mentions that lie in the longer names, those names themselves left out."""
    inside: set[Span] = set()
    for start, end in longer.values():
        at = index[start]
        starts = []
        while at < len(tokens) and tokens.start[at] < end:
            starts.append(tokens.start[at])
            at += 1
        ends = [tokens.end[number] for number in range(at - len(starts), at)]
        inside |= {(a, b) for a in starts for b in ends} & known
    return frozenset(inside - set(longer.values()))


@cache
def sure_countries() -> frozenset[str]:
    """Folded names of countries that are nothing else: not Jordan, Chad, Georgia, Turkey or US."""
    names = {fold_name(name) for country in countries() for name in (country.name, *country.variants)}
    return frozenset(name for name in names | _NATIONS if len(name) > 3) - _AMBIGUOUS


def _certain(gazetteer: Gazetteer, tokens: Tokens, entities: Sequence[EntityDraft]) -> set[str]:
    """Folded names that the model takes for places and the gazetteer knows."""
    keys = {
        fold_name(bare(tokens.masked[start:end]))
        for entity in entities
        if entity.type in {"GPE", "LOC"}
        for mention in entity.mentions
        if mention.kind == "name"
        for start, end in [mention.span]
    }
    return {key for key in keys if len(candidates(gazetteer, key).rows)}


def _name_parts(entities: Sequence[EntityDraft]) -> set[str]:
    """Single words of the names of people who are named in full."""
    return {
        part.casefold()
        for entity in entities
        if entity.type == "PERSON" and " " in entity.name
        for part in entity.name.split()
    }


def _doubtful(gazetteer: Gazetteer, entity: EntityDraft, demonyms: Mapping[str, str]) -> bool:
    """Whether an entity bears nothing but the name of a place: nobody's pronoun, no title, no known organisation."""
    if entity.titles or entity.wikidata or entity.iso3166 or entity.name.casefold() in demonyms:
        return False
    if any(mention.kind != "name" for mention in entity.mentions):
        return False
    return len(candidates(gazetteer, entity.name).rows) > 0


def _is_place(
    tokens: Tokens,
    entity: EntityDraft,
    index: Mapping[int, int],
    ends: Mapping[int, int],
    certain: set[str],
    surnames: set[str],
) -> bool:
    """Votes of the contexts of all mentions."""
    key = fold_name(bare(entity.name))
    if key.endswith(COUNTIES) or key in sure_countries():
        return True
    if entity.name.casefold() in surnames or key in NEVER_PLACES:
        return False
    votes = 0
    against = 0
    for mention in entity.mentions:
        start, end = index.get(mention.span[0]), ends.get(mention.span[1])
        if start is None or end is None:
            continue
        say = context_evidence(tokens, start, end)
        votes += max(0, int(say))
        against += say == Evidence.AGAINST
    need = 2 if entity.type in {"PERSON", "ORG"} else 1
    if key in certain:
        return against == 0
    return votes >= need and against * 2 <= votes


def _unseen(
    gazetteer: Gazetteer,
    tokens: Tokens,
    taken: Sequence[Span],
    certain: set[str],
    surnames: set[str],
    demonyms: Mapping[str, str],
) -> Iterator[Span]:
    """Capitalised runs outside every entity that are places for certain."""
    covered = _covered(tokens, taken)
    at = 0
    while at < len(tokens):
        if covered[at] or not _may_begin(tokens, at):
            at += 1
            continue
        for end in range(min(at + LONGEST, len(tokens)), at, -1):
            if any(covered[at:end]) or not tokens.text[end - 1][:1].isupper():
                continue
            text = tokens.masked[tokens.start[at] : tokens.end[end - 1]]
            key = fold_name(bare(text))
            if "\n" in text or key in surnames or key in demonyms or key in NEVER_PLACES or len(key) < 3:
                continue
            if not len(gazetteer.rows_of_folded(key)):
                continue
            say = context_evidence(tokens, at, end)
            if say == Evidence.STRONG or ((key in certain or key in sure_countries()) and say != Evidence.AGAINST):
                yield tokens.start[at], tokens.end[end - 1]
            at = end - 1
            break
        at += 1


def _may_begin(tokens: Tokens, index: int) -> bool:
    text = tokens.text[index]
    return text[:1].isupper() and (tokens.tag[index].startswith("NNP") or (len(text) > 3 and text.isupper()))


def _covered(tokens: Tokens, taken: Sequence[Span]) -> list[bool]:
    """Whether each token lies in a name."""
    ordered = sorted(taken)
    covered: list[bool] = []
    at = 0
    for start in tokens.start:
        while at < len(ordered) and ordered[at][1] <= start:
            at += 1
        covered.append(at < len(ordered) and ordered[at][0] <= start)
    return covered
