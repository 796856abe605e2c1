"""What stories tell of a thing: the evidence by which bare names are settled and things are joined.

All of it is read from the stored entities, titles, places and topics of stories, never from what was decided before:
so a decision hangs neither on the order of stories nor on other decisions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from wiredesk.contract import EntityType
from wiredesk.identity.name_keys import name_key, person_key
from wiredesk.identity.thing_key import ThingKind, kind_of

STORIES_READ = 64
"""Newest stories of a thing that are read as its evidence: enough to know it by, and a bound to the work."""

SPORT = "medtop:15000000"
"""The topic of the stories that are about sport."""
_TOP_LEVEL = re.compile(r"medtop:\d\d000000")

Verdict = Literal["same", "different"]


@dataclass(frozen=True, slots=True)
class StoryEvidence:
    """What one story tells around one thing."""

    titles: frozenset[str] = frozenset()
    """The thing's titles and offices in the form of :func:`title_form`."""
    around: frozenset[str] = frozenset()
    """The story's other people, bodies and countries, in the form of :func:`neighbour`."""
    countries: frozenset[str] = frozenset()
    """ISO 3166 codes of the countries of the story's places."""
    is_sport: bool = False


@dataclass(frozen=True, slots=True)
class ThingContext:
    """What a number of stories tell around one thing: each with the number of the stories that tell it."""

    stories: int = 0
    sport: int = 0
    """Those about sport."""
    titles: Mapping[str, int] = field(default_factory=dict)
    around: Mapping[str, int] = field(default_factory=dict)
    countries: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownThing:
    """A thing with what is known of it, where it has to be decided who a name is and which things are one."""

    id: int
    kind: ThingKind
    key: str
    """What it is known by: :attr:`ThingKey.key`, an id or the key of its name."""
    name: str
    keys: Mapping[str, int]
    """The keys of its names, as :func:`entity_keys` gives them, with the number of its stories that use each."""
    context: ThingContext
    wikidata: str | None = None
    geonames: int | None = None
    iso3166: str | None = None
    is_bare: bool = False
    """Whether it is known by one word of a person's name alone."""
    is_of_a_state: bool = False
    """Whether it is a body that others have the name of, too, and that its country tells apart."""

    @property
    def has_id(self) -> bool:
        """Whether it is known by an id, which its name does not matter to."""
        return bool(self.wikidata or self.geonames)

    @property
    def is_sport(self) -> bool:
        """Whether most of its stories are about sport."""
        return 2 * self.context.sport > self.context.stories


class Decision(NamedTuple):
    """Who a bare name is."""

    thing: int | None
    """Null where it stays the thing of the bare name."""
    method: str
    score: float
    """From 0 to 1."""
    evidence: Mapping[str, object]


class UnionEdge(NamedTuple):
    """Two things, ``a`` < ``b``, that are taken for one, or that a user is asked to tell apart."""

    a: int
    b: int
    verdict: Verdict
    method: str
    score: float
    """From 0 to 1."""
    evidence: Mapping[str, object]


def context_of(stories: Iterable[StoryEvidence]) -> ThingContext:
    """Return what stories tell together; their order does not matter."""
    titles, around, countries = Counter[str](), Counter[str](), Counter[str]()
    number = sport = 0
    for story in stories:
        number += 1
        sport += story.is_sport
        titles.update(story.titles)
        around.update(story.around)
        countries.update(story.countries)
    return ThingContext(number, sport, titles, around, countries)


def joined(contexts: Iterable[ThingContext]) -> ThingContext:
    """Return the contexts of several things that are one as one."""
    titles, around, countries = Counter[str](), Counter[str](), Counter[str]()
    stories = sport = 0
    for context in contexts:
        stories += context.stories
        sport += context.sport
        titles.update(context.titles)
        around.update(context.around)
        countries.update(context.countries)
    return ThingContext(stories, sport, titles, around, countries)


def shared_names(one: ThingContext, two: ThingContext) -> tuple[float, list[str]]:
    """Return which people and bodies two contexts share, and their share of the smaller one's, from 0 to 1.

    Countries are left out: news names a few of them everywhere.
    """
    a, b = ({name for name in context.around if " " in name} for context in (one, two))
    shared = a & b
    return len(shared) / max(min(len(a), len(b)), 1), sorted(shared)


def entity_keys(type: EntityType, name: str, aliases: Iterable[str]) -> frozenset[str]:
    """Return the keys of the names that a story has for an entity, for :attr:`KnownThing.keys`."""
    return frozenset(name_key(form, type) for form in (name, *aliases))


def title_form(text: str, office: str | None) -> str:
    """Return the form in which titles of different stories are compared: the office, else the text folded."""
    return office or " ".join(text.casefold().replace(".", "").split())


def neighbour(type: EntityType, name: str, iso3166: str | None) -> str | None:
    """Return the form in which an entity counts as another one's context; null for one that tells nothing.

    A person counts by the last word of the name, so that stories that name people in full and by the surname agree;
    countries and their demonyms by the code of the country.
    """
    if iso3166:
        return iso3166
    kind = kind_of(type)
    if kind is ThingKind.PERSON:
        return f"person {person_key(name).surname}"
    return f"body {name_key(name, type)}" if kind is ThingKind.BODY else None


def is_sport(codes: Iterable[str]) -> bool:
    """Return whether sport is the first top-level topic of a story, whose topics come with the surest first."""
    return next(filter(_TOP_LEVEL.fullmatch, codes), None) == SPORT
