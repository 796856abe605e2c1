"""Find place names that the model missed or took for something else, and places that are something else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from wiredesk.contract import EntityType, Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name, fold_new
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import MAX_CACHED_NAMES, bare, bare_new, find_candidates
from wiredesk.nlp.places.country_names import unambiguous_countries
from wiredesk.nlp.places.name_rules import (
    KEEP,
    NEVER_PLACES,
    NON_PLACE_RULES,
    PLACE,
    PLACE_RULES,
    NameUse,
    first_rule,
    is_plain_place,
)
from wiredesk.nlp.places.named_place import Range, name_ranges
from wiredesk.nlp.places.nested import BODY_TYPES, find_nested_places, find_party_seats
from wiredesk.nlp.places.place_context import AGAINST, STRONG, context_evidence
from wiredesk.nlp.places.place_expand import expand_places
from wiredesk.nlp.tokens import Tokens, covered

MAX_NAME_TOKENS = 4
"""Tokens of a name that is looked up outside the entities of the model."""
MIN_NAME_LETTERS = 3
"""Letters of such a name."""
MIN_CAPITALS = 4
"""Letters of a word in capitals that may begin such a name although it is not tagged as one."""
MIN_CERTAIN_MARGIN = 1.5
"""Lead in the vote for the type of a name, by reason of its words or context, from which it is no place."""
DOUBTED_TYPES = frozenset({"ORG", "PERSON", "NORP", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
"""Types that the model gives to places by mistake."""
_AREA_TYPES = frozenset({"GPE", "LOC"})
_PROPER_TAGS = frozenset({"NNP", "NNPS"})


class Retyping(NamedTuple):
    """The type that an entity gets, and the rule that gave it."""

    type: EntityType
    rule: str


@dataclass(frozen=True, slots=True)
class PlaceFindings:
    """Changes to the entities of a story."""

    retyped: Mapping[str, Retyping]
    """By the entity's id."""
    added: Mapping[Span, str]
    """New mentions of places, to the rule that found them."""
    dropped: frozenset[Span]
    """Mentions inside the longer names that are among those added."""


def find_places(
    gazetteer: Gazetteer, tokens: Tokens, entities: Sequence[EntityDraft], demonyms: Collection[str]
) -> PlaceFindings:
    """Find out what the model missed or mistook.

    Args:
        gazetteer: The gazetteer.
        tokens: The story.
        entities: Its entities so far.
        demonyms: Adjectives and names of peoples, casefolded. They are not places.
    """
    named = {mention.span for entity in entities for mention in entity.mentions if mention.kind == "name"}
    person_words = _person_words(entities)
    ranges = [name_ranges(tokens, entity) for entity in entities]
    areas = [each for entity, each in zip(entities, ranges, strict=True) if entity.type in _AREA_TYPES]
    longer = dict(expand_places(gazetteer, tokens, areas))
    places = _known_places(gazetteer, tokens, entities)
    places |= {fold_name(tokens.masked[start:end]) for start, end in longer.values()}
    retyped: dict[str, Retyping] = {}
    for entity, each in zip(entities, ranges, strict=True):
        if _may_change(gazetteer, tokens, entity, demonyms):
            use = NameUse(gazetteer, tokens, entity, each, places, person_words)
            if new := _retype(use):
                retyped[entity.id] = new
    if retyped:
        changed = {entity.id: fold_name(bare(entity.name)) for entity in entities if entity.id in retyped}
        places |= {key for ident, key in changed.items() if retyped[ident].type == PLACE}
        places -= {key for ident, key in changed.items() if retyped[ident].type != PLACE}
    search = _Search(gazetteer, tokens, places, person_words, demonyms)
    added = dict.fromkeys(longer.values(), "longer name in the gazetteer")
    is_taken = _taken_tokens(tokens, named, ranges, added)
    for span, rule in search.missed_names(is_taken):
        added.setdefault(span, rule)
    for span in find_party_seats(gazetteer, tokens):
        added.setdefault(span, "seat of a member of parliament")
    bodies = [
        each
        for entity, each in zip(entities, ranges, strict=True)
        if entity.type in BODY_TYPES
        and not entity.wikidata
        and (entity.id not in retyped or retyped[entity.id].type != PLACE)
    ]
    for span in find_nested_places(gazetteer, tokens, bodies, places):
        added.setdefault(span, "in the name of a local body")
    return PlaceFindings(
        retyped,
        {span: rule for span, rule in added.items() if span not in named},
        _swallowed(tokens, named, longer) if longer else frozenset(),
    )


def _may_change(gazetteer: Gazetteer, tokens: Tokens, entity: EntityDraft, demonyms: Collection[str]) -> bool:
    """Return whether the rules for another type are worth a look."""
    if entity.type == "GPE":
        return not is_plain_place(gazetteer, tokens, entity)
    if entity.type not in DOUBTED_TYPES or not _may_be_place(entity, demonyms):
        return False
    return len(find_candidates(gazetteer, bare(entity.name)).rows) > 0


def _retype(use: NameUse) -> Retyping | None:
    """Return the type that an entity gets instead of its own."""
    row = first_rule(NON_PLACE_RULES if use.entity.type == "GPE" else PLACE_RULES, use)
    return Retyping(cast(EntityType, row.label), row.name) if row and row.label != KEEP else None


def _may_be_place(entity: EntityDraft, demonyms: Collection[str]) -> bool:
    """Return whether nothing is known of an entity but a name: no title, pronoun or id."""
    if entity.titles or entity.wikidata or entity.iso3166:
        return False
    if entity.decision.margin >= MIN_CERTAIN_MARGIN and entity.decision.has_reason:
        return False
    return all(mention.kind == "name" for mention in entity.mentions) and entity.name.casefold() not in demonyms


def _taken_tokens(
    tokens: Tokens, named: Collection[Span], ranges: Sequence[Sequence[Range]], added: Collection[Span]
) -> list[bool]:
    """Return for each token whether a name of an entity or one that was added has it."""
    count = sum(map(len, ranges))
    if count != len(named):  # a mention cuts a token, or two have one
        return covered(tokens.start, [*named, *added])
    is_taken = covered(tokens.start, added)
    for each in ranges:
        for start, end in each:
            is_taken[start:end] = [True] * (end - start)
    return is_taken


def _swallowed(tokens: Tokens, named: Collection[Span], longer: Mapping[Span, Span]) -> frozenset[Span]:
    """Return the mentions that are part of a longer name, from token to token."""
    inside: set[Span] = set()
    for span in longer.values():
        first, last = tokens.covering(span)
        inside |= {
            (start, end)
            for start in tokens.start[first:last]
            for end in tokens.end[first:last]
            if (start, end) in named
        }
    return frozenset(inside.difference(longer.values()))


def _known_places(gazetteer: Gazetteer, tokens: Tokens, entities: Iterable[EntityDraft]) -> set[str]:
    """Return the folded names that the model takes for places and that the gazetteer has."""
    surfaces = {
        tokens.masked[slice(*mention.span)]
        for entity in entities
        if entity.type in _AREA_TYPES
        for mention in entity.mentions
        if mention.kind == "name"
    }
    return {key for surface in surfaces if (key := _known_key(gazetteer, surface))}


@lru_cache(maxsize=MAX_CACHED_NAMES)
def _known_key(gazetteer: Gazetteer, surface: str) -> str:
    """Return the folded form of a name that may mean a place; empty for any other."""
    key = fold_new(bare_new(surface))
    return key if len(find_candidates(gazetteer, key).rows) else ""


def _person_words(entities: Sequence[EntityDraft]) -> frozenset[str]:
    """Return the words of the names of people who are named in full, casefolded."""
    return frozenset(
        word.casefold()
        for entity in entities
        if entity.type == "PERSON" and " " in entity.name
        for word in entity.name.split()
    )


@lru_cache(maxsize=MAX_CACHED_NAMES)
def _listed_key(gazetteer: Gazetteer, surface: str) -> str:
    """Return the folded form of a name that the gazetteer has and that may be a place's; empty for any other."""
    key = fold_new(bare_new(surface))  # most are no names of places and asked for once
    if key in NEVER_PLACES or len(key) < MIN_NAME_LETTERS or "\n" in surface:
        return ""
    return key if gazetteer.has_folded(key) else ""


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for names of places outside all entities."""

    gazetteer: Gazetteer
    tokens: Tokens
    places: Collection[str]
    person_words: Collection[str]
    demonyms: Collection[str]

    def missed_names(self, is_taken: Sequence[bool]) -> Iterator[tuple[Span, str]]:
        """Yield the capitalised names outside the taken tokens that are certainly places, and the rule."""
        gazetteer, tokens = self.gazetteer, self.tokens
        text, tag, masked, starts, ends = tokens.text, tokens.tag, tokens.masked, tokens.start, tokens.end
        after, size = 0, len(text)
        for at in tokens.capitals:
            if is_taken[at] or at < after:
                continue
            if tag[at] not in _PROPER_TAGS and not (len(text[at]) >= MIN_CAPITALS and text[at].isupper()):
                continue
            longest = at + 1
            while longest < size and longest - at < MAX_NAME_TOKENS and not is_taken[longest]:
                longest += 1
            start = starts[at]
            for end in range(longest, at, -1):
                if not text[end - 1][:1].isupper() or not (
                    key := _listed_key(gazetteer, masked[start : ends[end - 1]])
                ):
                    continue
                if key in self.person_words or key in self.demonyms:
                    continue
                if rule := self._rule(key, at, end):
                    yield tokens.span(at, end), rule
                after = end
                break

    def _rule(self, key: str, start: int, end: int) -> str:
        """Return why a listed name is a place here; empty if it may be something else."""
        evidence = context_evidence(self.tokens, start, end)
        if evidence == STRONG:
            return "missed by the model, context"
        if evidence == AGAINST or (key not in self.places and key not in unambiguous_countries()):
            return ""
        return "missed by the model, place elsewhere in the story" if key in self.places else "country"
