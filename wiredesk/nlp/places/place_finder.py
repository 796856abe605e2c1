"""Find place names that the model missed or took for something else, and places that are something else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from wiredesk.contract import EntityType, Span
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import bare, find_candidates
from wiredesk.nlp.places.country_names import unambiguous_countries
from wiredesk.nlp.places.name_rules import (
    KEEP,
    NEVER_PLACES,
    NON_PLACE_RULES,
    PLACE,
    PLACE_RULES,
    NameUse,
    first_rule,
)
from wiredesk.nlp.places.nested import find_nested_places, find_party_seats
from wiredesk.nlp.places.place_context import Evidence, context_evidence
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
    longer = dict(expand_places(gazetteer, tokens, entities))
    places = _known_places(gazetteer, tokens, entities)
    places |= {fold_name(tokens.masked[start:end]) for start, end in longer.values()}
    person_words = _person_words(entities)
    retyped: dict[str, Retyping] = {}
    for entity in entities:
        if new := _retype(NameUse(gazetteer, tokens, entity, places, person_words), demonyms):
            retyped[entity.id] = new
    for entity in entities:
        if entity.id in retyped and retyped[entity.id].type == PLACE:
            places.add(fold_name(bare(entity.name)))
    places -= {
        fold_name(bare(entity.name)) for entity in entities if entity.id in retyped and retyped[entity.id].type != PLACE
    }
    search = _Search(gazetteer, tokens, places, person_words, demonyms)
    added = dict.fromkeys(longer.values(), "longer name in the gazetteer")
    for span, rule in search.missed_names([*named, *added]):
        added.setdefault(span, rule)
    for span in find_party_seats(gazetteer, tokens):
        added.setdefault(span, "seat of a member of parliament")
    bodies = [one for one in entities if one.id not in retyped or retyped[one.id].type != PLACE]
    for span in find_nested_places(gazetteer, tokens, bodies, places):
        added.setdefault(span, "in the name of a local body")
    return PlaceFindings(
        retyped,
        {span: rule for span, rule in added.items() if span not in named},
        _swallowed(tokens, named, longer),
    )


def _retype(use: NameUse, demonyms: Collection[str]) -> Retyping | None:
    """Return the type that an entity gets instead of its own."""
    if use.entity.type == "GPE":
        row = first_rule(NON_PLACE_RULES, use)
    elif use.entity.type in DOUBTED_TYPES and _may_be_place(use, demonyms):
        row = first_rule(PLACE_RULES, use)
    else:
        return None
    return Retyping(cast(EntityType, row.label), row.name) if row and row.label != KEEP else None


def _may_be_place(use: NameUse, demonyms: Collection[str]) -> bool:
    """Return whether nothing is known of an entity but a name that is in the gazetteer: no title, pronoun or id."""
    entity = use.entity
    if entity.decision.has_reason and entity.decision.margin >= MIN_CERTAIN_MARGIN:
        return False
    if entity.titles or entity.wikidata or entity.iso3166 or entity.name.casefold() in demonyms:
        return False
    return all(mention.kind == "name" for mention in entity.mentions) and use.is_listed


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


def _known_places(gazetteer: Gazetteer, tokens: Tokens, entities: Sequence[EntityDraft]) -> set[str]:
    """Return the folded names that the model takes for places and that the gazetteer has."""
    keys = {
        fold_name(bare(tokens.masked[slice(*mention.span)]))
        for entity in entities
        if entity.type in {"GPE", "LOC"}
        for mention in entity.mentions
        if mention.kind == "name"
    }
    return {key for key in keys if len(find_candidates(gazetteer, key).rows)}


def _person_words(entities: Sequence[EntityDraft]) -> frozenset[str]:
    """Return the words of the names of people who are named in full, casefolded."""
    return frozenset(
        word.casefold()
        for entity in entities
        if entity.type == "PERSON" and " " in entity.name
        for word in entity.name.split()
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for names of places outside all entities."""

    gazetteer: Gazetteer
    tokens: Tokens
    places: Collection[str]
    person_words: Collection[str]
    demonyms: Collection[str]

    def missed_names(self, taken: Sequence[Span]) -> Iterator[tuple[Span, str]]:
        """Yield the capitalised names outside the spans ``taken`` that are certainly places, and the rule."""
        tokens = self.tokens
        is_taken = covered(tokens.start, taken)
        text = tokens.text
        after = 0
        for at, word in enumerate(text):
            if word.islower() or at < after or is_taken[at] or not _may_begin(tokens, at):
                continue
            for end in range(min(at + MAX_NAME_TOKENS, len(text)), at, -1):
                if True in is_taken[at:end] or not text[end - 1][:1].isupper() or not self._is_listed(at, end):
                    continue
                if rule := self._rule(at, end):
                    yield tokens.span(at, end), rule
                after = end
                break

    def _key(self, start: int, end: int) -> str:
        return fold_name(bare(self.tokens.masked[self.tokens.start[start] : self.tokens.end[end - 1]]))

    def _is_listed(self, start: int, end: int) -> bool:
        """Return whether the gazetteer has the name and nothing else in the story has it."""
        key = self._key(start, end)
        if key in self.person_words or key in self.demonyms or key in NEVER_PLACES or len(key) < MIN_NAME_LETTERS:
            return False
        if not len(self.gazetteer.rows_of_folded(key)):
            return False
        return "\n" not in self.tokens.masked[self.tokens.start[start] : self.tokens.end[end - 1]]

    def _rule(self, start: int, end: int) -> str:
        """Return why a listed name is a place here; empty if it may be something else."""
        evidence = context_evidence(self.tokens, start, end)
        if evidence == Evidence.STRONG:
            return "missed by the model, context"
        key = self._key(start, end)
        if evidence == Evidence.AGAINST or (key not in self.places and key not in unambiguous_countries()):
            return ""
        return "missed by the model, place elsewhere in the story" if key in self.places else "country"


def _may_begin(tokens: Tokens, at: int) -> bool:
    """Return whether a name may begin at a token: a proper noun with a capital, or a longer word in capitals."""
    text = tokens.text[at]
    if not text[:1].isupper():
        return False
    return tokens.tag[at].startswith("NNP") or (len(text) >= MIN_CAPITALS and text.isupper())
