"""Which thing of a knowledge base an entity is: what speaks for each candidate, and whether the best one is likely.

Scores are natural logarithms: a thing with ten times the articles is ten times as likely before anything else is known.
The other weights are odds of the same kind, set by reasoning about news and not fitted to any set of stories.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from wiredesk.contract import PLACE_TYPES, EntityType
from wiredesk.kb.kb_file import KbThing


@dataclass(frozen=True, slots=True)
class KbWeights:
    """What each observation adds to the score of a candidate, and when a link is made."""

    type_agrees: float = 1.0
    """The types are the same.  Types of names are right nine times in ten, and most namesakes have another type."""
    type_is_near: float = 0.5
    """Both are places: whether a town is GPE or LOC is often unclear."""
    type_is_other: float = -1.5
    """A place and its body, a body and its product are called by one name."""
    person_is_other: float = -4.0
    """A person and something else: what bears a person's name is named after somebody else than the text means."""
    shared_word: float = 1.0
    """A word of the text for the entity (minister, carmaker) is in the description; few namesakes have one trade."""
    max_shared_words: int = 2
    country_named: float = 0.7
    """The story names the thing's country: half of the countries of a story are its people's."""
    country_not_named: float = -0.4
    """The story names countries, and not the thing's."""
    related: float = 1.2
    """Another candidate of the story belongs to it or it to that: a minister and the party, a player and the club."""
    max_related: int = 3
    same_geonames: float = 5.0
    """The place that the extraction chose has the same GeoNames id."""
    other_geonames: float = -5.0
    not_yet_born: float = -8.0
    """It was born, or founded, after the story."""
    long_dead: float = -1.0
    """It ended more than :attr:`long_dead_years` before the story: news names the living first."""
    long_dead_years: int = 30
    unknown: float = 1.5
    """The score of a thing that is not in the base: as one with three or four articles.  A candidate has to be likelier
    than somebody of this name whom the base lacks."""
    unknown_word: float = 3.4
    """The same for a person's name of one word, as one with thirty articles: such names have far more bearers."""
    unknown_word_of_other: float = 2.4
    """The same for other things of one word, as one with ten: a body or a town shares its name with few."""
    min_probability: float = 0.6
    """Probability from which on there is a link: a wrong one costs a reader more than a missing one."""
    related_depth: int = 3
    """Candidates of each other entity that can be what a candidate is related to."""


KB_WEIGHTS = KbWeights()


@dataclass(frozen=True, slots=True)
class KbMention:
    """What a story says of an entity."""

    type: EntityType
    is_word: bool
    """Whether its name is one word."""
    words: frozenset[str]
    """Words of its titles and of the nouns that refer to it, in small letters."""
    geonames: int | None = None
    known: str | None = None
    """Its id in Wikidata where the extraction knows it without the base."""


@dataclass(frozen=True, slots=True)
class KbStory:
    """What candidates are compared with beside their own entity."""

    countries: frozenset[str]
    """ISO 3166-1 alpha-2 codes of the countries that it names or lies in."""
    year: int | None


class KbReason(NamedTuple):
    """An observation and its weight."""

    observation: str
    weight: float


class KbLink(NamedTuple):
    """The thing that an entity is."""

    thing: KbThing
    probability: float
    reasons: tuple[KbReason, ...]


def choose(
    mentions: Sequence[KbMention],
    candidates: Sequence[Sequence[KbThing]],
    story: KbStory,
    weights: KbWeights = KB_WEIGHTS,
) -> list[KbLink | None]:
    """Return the thing of each entity; None where no candidate is likely enough.

    Args:
        mentions: the entities of one story.
        candidates: the things that the names of each of them lead to.
    """
    own = [
        [tuple(_own_reasons(mention, thing, story, weights)) for thing in things]
        for mention, things in zip(mentions, candidates, strict=True)
    ]
    likely = _likely(mentions, candidates, own, weights)
    found: list[KbLink | None] = []
    for at, (mention, things) in enumerate(zip(mentions, candidates, strict=True)):
        others = [ids for number, ids in enumerate(likely) if number != at]
        reasons = [
            (*first, *_related_reasons(thing, others, weights)) for thing, first in zip(things, own[at], strict=True)
        ]
        found.append(_best(mention, things, reasons, weights))
    return found


def _best(
    mention: KbMention, things: Sequence[KbThing], reasons: Sequence[tuple[KbReason, ...]], weights: KbWeights
) -> KbLink | None:
    """Return the likeliest candidate, with its share of all of them and of a thing that is not in the base."""
    if not things:
        return None
    scores = [sum(reason.weight for reason in some) for some in reasons]
    of_word = weights.unknown_word if mention.type == "PERSON" else weights.unknown_word_of_other
    unknown = of_word if mention.is_word else weights.unknown
    whole = math.exp(unknown) + sum(map(math.exp, scores))
    at = max(range(len(things)), key=lambda number: (scores[number], things[number].prior, -number))
    probability = math.exp(scores[at]) / whole
    return KbLink(things[at], probability, reasons[at]) if probability >= weights.min_probability else None


def _own_reasons(mention: KbMention, thing: KbThing, story: KbStory, weights: KbWeights) -> Iterator[KbReason]:
    """Yield what the entity itself says for and against a candidate."""
    yield KbReason(f"{thing.prior} articles", math.log1p(thing.prior))
    if thing.weight < 100:
        yield KbReason("alias" if thing.weight >= 50 else "surname", math.log(thing.weight / 100))
    yield _type_reason(mention.type, thing.type, weights)
    shared = sorted(mention.words & thing.words)[: weights.max_shared_words]
    yield from (KbReason(f"is called {word}", weights.shared_word) for word in shared)
    if thing.country and story.countries:
        if thing.country in story.countries:
            yield KbReason(f"country {thing.country}", weights.country_named)
        else:
            yield KbReason(f"country {thing.country} is not named", weights.country_not_named)
    if thing.geonames and mention.geonames:
        same = thing.geonames == mention.geonames
        yield KbReason(
            "same place" if same else "other place", weights.same_geonames if same else weights.other_geonames
        )
    if story.year is not None:
        if thing.born is not None and thing.born > story.year:
            yield KbReason(f"begins in {thing.born}", weights.not_yet_born)
        if thing.died is not None and thing.died < story.year - weights.long_dead_years:
            yield KbReason(f"ended in {thing.died}", weights.long_dead)


def _type_reason(type: EntityType, other: EntityType, weights: KbWeights) -> KbReason:
    if type == other:
        return KbReason(f"type {other}", weights.type_agrees)
    if {type, other} <= PLACE_TYPES:
        return KbReason(f"type {other}", weights.type_is_near)
    is_person = "PERSON" in {type, other}
    return KbReason(f"type {other}", weights.person_is_other if is_person else weights.type_is_other)


def _likely(
    mentions: Sequence[KbMention],
    candidates: Sequence[Sequence[KbThing]],
    reasons: Sequence[Sequence[tuple[KbReason, ...]]],
    weights: KbWeights,
) -> list[Mapping[str, KbThing | None]]:
    """Return the likeliest candidates of each entity by what it says itself, or the thing that it is known to be."""
    found: list[Mapping[str, KbThing | None]] = []
    for mention, things, some in zip(mentions, candidates, reasons, strict=True):
        if mention.known:
            found.append({mention.known: None})
            continue
        scores = [-sum(reason.weight for reason in own) for own in some]
        best = sorted(range(len(things)), key=scores.__getitem__)[: weights.related_depth]
        found.append({things[at].id: things[at] for at in best})
    return found


def _related_reasons(
    thing: KbThing, others: Iterable[Mapping[str, KbThing | None]], weights: KbWeights
) -> Iterator[KbReason]:
    """Yield the candidates of other entities that a candidate belongs to, or that belong to it."""
    names = (_related_name(thing, some) for some in others)
    for name in list(dict.fromkeys(filter(None, names)))[: weights.max_related]:
        yield KbReason(f"with {name}", weights.related)


def _related_name(thing: KbThing, others: Mapping[str, KbThing | None]) -> str:
    for id, other in others.items():
        if id != thing.id and (id in thing.related or (other is not None and thing.id in other.related)):
            return f"{other.name} {id}" if other else id
    return ""
