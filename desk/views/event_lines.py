"""Events as sentences in plain words, for the terminal and for pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from desk.queries.event_parts import EventPart
from desk.views.sanitize import short
from desk.views.story import UNKNOWN_SPEAKER, text_at
from desk.views.time_values import time_words
from wiredesk.contract import Entity, Event, EventStatus, EventType, Extraction, Ontology, Quote, RoleName, Span
from wiredesk.event_types import type_words

if TYPE_CHECKING:  # the sentences are used by verbs that do not need SQLAlchemy
    from desk.queries.event_search import FoundEvent

STATUS_WORDS: dict[EventStatus, str] = {
    "occurred": "occurred",
    "planned": "planned",
    "hypothetical": "only possible",
    "denied": "denied, or did not happen",
}
"""What each status says to a reader."""
BACKGROUND_WORDS = "before this news"
MAX_SHOWN = 5
"""Actors, or recipients, that a sentence names."""
_BEFORE_VERB: dict[EventStatus, str] = {"planned": "to ", "hypothetical": "may ", "denied": "did not "}
_SIDES = frozenset({"actor", "recipient", "place"})
"""Roles that a sentence and its notes have."""
_OBJECTS: dict[EventType, str] = {"LAUNCH": "product"}
"""Roles that stand where a recipient would: a company launches a product."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")


class EventLine(NamedTuple):
    """A sentence: actors, verb, recipients; then what else is known of the event."""

    type: EventType
    ontology: Ontology
    status: EventStatus
    trigger: Span
    actors: tuple[EventPart, ...]
    verb: str
    recipients: tuple[EventPart, ...]
    notes: tuple[str, ...]
    """Day, place, what it is about, status, background, who says so: what a reader must know."""
    details: tuple[str, ...]
    """The other parts: ``price: $3 billion``."""
    of: EventType | None
    background: bool
    quoted: bool
    said_by: str | None
    """Who says so, where a quote tells it."""
    score: float | None
    rule: str | None

    @property
    def code(self) -> str:
        """Type, ontology and everything else in the words of the data, for a tooltip."""
        parts = (
            f"{self.type} ({self.ontology})",
            f"of {self.of}" if self.of else "",
            self.status,
            "background" if self.background else "",
            "in a quote" if self.quoted else "",
            f"score {self.score}" if self.score is not None else "",
            f"row {self.rule}" if self.rule else "",
        )
        return ", ".join(filter(None, parts))

    @property
    def sentence(self) -> str:
        """The sentence without notes and details."""
        return " ".join(filter(None, (joined(self.actors), self.verb, joined(self.recipients))))

    @property
    def text(self) -> str:
        """The sentence with everything."""
        return " · ".join((self.sentence, *self.notes, *self.details))


@dataclass(frozen=True, slots=True)
class StoryAct:
    """What a story tells of one act: a sentence for each type, the first one leading."""

    lines: tuple[EventLine, ...]
    times: int
    """How often the story tells it."""


@dataclass(frozen=True, slots=True)
class ReportedAct:
    """An act that one or several stories tell."""

    line: EventLine
    event: FoundEvent
    """The one that says most."""
    others: tuple[FoundEvent, ...]
    """Events of other stories that tell the same act, one each."""


def story_acts(
    found: Extraction, *, year: int | None = None, things: Mapping[str, int] = MappingProxyType({})
) -> list[StoryAct]:
    """Return what a story tells, in the order of its text; events that tell of one act are one.

    The place where the whole story happened is not repeated in each sentence. Of two types of one word the narrower is
    told.

    Args:
        year: days of this year are shown without it.
        things: the thing of each entity of the story.
    """
    acts: dict[int, dict[EventType, list[EventLine]]] = {}
    times: dict[int, int] = {}
    focus = next((entity.name for entity in found.entities if entity.id == found.focus), "")
    told = {event.trigger for event in found.events if event.ontology == "wire"}
    for event, line in event_sentences(found, year=year, here=focus, things=things):
        if event.ontology == "plover" and event.trigger in told:
            continue  # "left office" says what "withdrew" says, and more
        times[event.same] = times.get(event.same, 0) + 1
        acts.setdefault(event.same, {}).setdefault(event.type, []).append(line)
    return [
        StoryAct(tuple(max(lines, key=_says) for lines in by_type.values()), times[same])
        for same, by_type in acts.items()
    ]


def reported_acts(found: Iterable[FoundEvent], *, year: int | None = None) -> list[ReportedAct]:
    """Return the acts that some events tell, in their order; one act in several stories is one.

    Events of one story are one act if the story says so; events of several stories, if type, status, participants and
    day are the same, and somebody takes part in them.
    """
    groups: dict[tuple[object, ...], list[FoundEvent]] = {}
    for event in found:
        groups.setdefault((event.seq, event.same, event.type), []).append(event)
    acts: dict[tuple[object, ...], list[FoundEvent]] = {}
    for key, events in groups.items():
        best = max(events, key=lambda one: _says(found_line(one)))
        acts.setdefault(_identity(best) or key, []).append(best)
    return [ReportedAct(found_line(events[0], year=year), events[0], tuple(events[1:])) for events in acts.values()]


def found_line(event: FoundEvent, *, year: int | None = None) -> EventLine:
    """Return the sentence of an event of the store."""
    record = Event(
        type=event.type, trigger=event.trigger, date=event.date, status=event.status, ontology=event.ontology,
        of=event.of, background=event.background, quote=event.quote, score=event.score, rule=event.rule,
    )  # fmt: skip
    return event_line(record, event.parts, trigger=event.trigger_words, said_by=event.said_by, year=year)


def event_sentences(
    found: Extraction,
    *,
    year: int | None = None,
    here: str = "",
    things: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[tuple[Event, EventLine]]:
    """Yield each event of a story with its sentence.

    Args:
        year: days of this year are shown without it.
        here: the place that the reader knows already.
        things: the thing of each entity of the story.
    """
    entities = {entity.id: entity for entity in found.entities}
    for event in found.events:
        sayer = said_by(found, event.quote, entities)
        words = text_at(found, event.trigger)
        yield (
            event,
            event_line(
                event, _parts(found, event, entities, things), trigger=words, said_by=sayer, year=year, here=here
            ),
        )


def _parts(
    found: Extraction, event: Event, entities: Mapping[str, Entity], things: Mapping[str, int]
) -> tuple[EventPart, ...]:
    """Return the parts in an event of a story: those with words, then entities that are only listed."""
    parts: list[EventPart] = []
    known: set[tuple[RoleName, str | None]] = set()
    for one in event.roles:
        role, id, words = one.role, one.entity, text_at(found, one.span)
        known.add((role, id))
        entity = entities.get(id) if id else None
        parts.append(_named(role, words, entity, things) if entity else EventPart(role, words))
    sides: tuple[tuple[RoleName, Sequence[str]], ...] = (
        ("actor", event.actors), ("recipient", event.recipients), ("place", event.places)
    )  # fmt: skip
    for role, ids in sides:
        parts += [_named(role, "", entities[id], things) for id in ids if (role, id) not in known and id in entities]
    return tuple(parts)


def _named(role: RoleName, words: str, entity: Entity, things: Mapping[str, int]) -> EventPart:
    return EventPart(role, words, entity.name, entity.type, None, things.get(entity.id))


def event_line(
    event: Event,
    parts: Sequence[EventPart],
    *,
    trigger: str = "",
    said_by: str | None = None,
    year: int | None = None,
    here: str = "",
) -> EventLine:
    """Return an event as a sentence.

    Args:
        trigger: the words that tell it, shown where nobody takes part in it.
        said_by: who says so, where a quote tells it.
        year: days of this year are shown without it.
        here: the place that the reader knows already.
    """
    by_role: dict[str, dict[str, EventPart]] = {}
    for one in parts:
        if shown := one.shown:
            by_role.setdefault(one.role, {})[shown] = one
    actors, recipients = _of_role(by_role, "actor"), _of_role(by_role, "recipient")
    objects = recipients or _of_role(by_role, _OBJECTS.get(event.type, ""))
    used = _SIDES if recipients or not objects else _SIDES | {_OBJECTS[event.type]}
    places = (place for place in by_role.get("place", ()) if place != here)
    return EventLine(
        type=event.type,
        ontology=event.ontology,
        status=event.status,
        trigger=event.trigger,
        actors=actors,
        verb=_verb(event, bool(actors), bool(objects), trigger),
        recipients=objects,
        notes=tuple(_notes(event, next(places, ""), said_by, year)),
        details=() if by_role.keys() <= used else tuple(_details(parts, used, (*actors, *objects))),
        of=event.of,
        background=event.background,
        quoted=event.quote is not None,
        said_by=said_by,
        score=event.score,
        rule=event.rule,
    )


def _of_role(by_role: Mapping[str, Mapping[str, EventPart]], role: str) -> tuple[EventPart, ...]:
    """Return the parts of a role, each name once."""
    return tuple(by_role[role].values()) if role in by_role else ()


def joined(parts: Sequence[EventPart]) -> str:
    """Return names as a list in words: ``A, B and C``."""
    if len(parts) == 1:
        return short(parts[0].shown)
    names = [short(one.shown) for one in parts[:MAX_SHOWN]]
    if len(parts) > MAX_SHOWN:
        names.append(f"{len(parts) - MAX_SHOWN} more")
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


@lru_cache(maxsize=4096)
def day_words(value: str, year: int | None = None) -> str:
    """Return a TIMEX3 value in words: ``8 May 2025``, ``May 2025``; others as :func:`time_words` has them.

    Args:
        year: a day of this year is shown without it.
    """
    try:
        if found := _DAY.fullmatch(value):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b} {day.year}"
        if found := _MONTH.fullmatch(value):
            return f"{date(int(found[1]), int(found[2]), 1):%b %Y}"
    except ValueError:
        return value
    return time_words(value, year=year)


def _verb(event: Event, has_actor: bool, has_object: bool, trigger: str) -> str:
    words = type_words()[event.type]
    if not has_actor:
        start = words.of if has_object else words.noun
        told = f": {short(trigger)}" if trigger and not has_object else ""
        return start[0].upper() + start[1:] + told
    past, base = (words.says, words.base) if has_object else (words.alone, words.alone_base)
    return past if event.status == "occurred" else _BEFORE_VERB[event.status] + base


def _notes(event: Event, place: str, said_by: str | None, year: int | None) -> Iterable[str]:
    if event.date:
        yield day_words(event.date, year)
    if place:
        yield short(place)
    if event.of:
        yield f"about: {type_words()[event.of].noun}"
    if event.status != "occurred":
        yield STATUS_WORDS[event.status]
    if event.background:
        yield BACKGROUND_WORDS
    if event.quote is not None:
        yield f"according to {short(said_by or UNKNOWN_SPEAKER)}"


def _details(parts: Sequence[EventPart], used: Set[str], sides: Sequence[EventPart]) -> Iterable[str]:
    """Return the other parts with their roles, but for words that actors and recipients have in them already."""
    said = " ".join(one.shown for one in sides)
    others = (one for one in parts if one.role not in used and one.shown and one.shown not in said)
    return dict.fromkeys(f"{one.role}: {short(one.shown)}" for one in others)


def _says(line: EventLine) -> tuple[int, int, int]:
    """Return how much a sentence says: who, to whom, and how many other things."""
    return bool(line.actors) + bool(line.recipients), not line.background, len(line.notes) + len(line.details)


def _identity(event: FoundEvent) -> tuple[object, ...] | None:
    """Return what the events of several stories share that tell of one act; None where that cannot be known."""
    sides = [frozenset(one.identity for one in event.parts if one.role == role) for role in ("actor", "recipient")]
    named = any(one.key for one in event.parts if one.role in ("actor", "recipient"))
    return (event.type, event.status, event.date, *sides) if named and event.date else None


def said_by(found: Extraction, number: int | None, entities: Mapping[str, Entity]) -> str | None:
    """Return who says what a quote of the story tells."""
    if number is None or not 0 <= number < len(found.quotes):
        return None
    quote: Quote = found.quotes[number]
    if speaker := entities.get(quote.speaker or ""):
        return speaker.name
    return text_at(found, quote.source) if quote.source else None
