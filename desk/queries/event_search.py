"""Who did what to whom: events of visible stories, those of the latest publication first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from desk.queries.entity_things import EntityThing, StoryEntity, things_of
from desk.queries.event_parts import EventPart
from desk.queries.fact_list import FactPage, FactPart, FactPosition, list_facts, parse_fact_position
from desk.queries.plan_hints import in_list, of_known_event_type
from desk.queries.story_list import TimeBasis, story_heads
from wiredesk.contract import EventStatus, EventType, Ontology, Span
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.event_filters import EventFilters, linked_parts, linked_stories, named_participants, own_conditions
from wiredesk.store.tables import articles, entities, event_roles, events, quotes

MAX_TEXT_CHARACTERS = 200_000
"""Characters of a story from which the words of events are read; those further down are shown without words."""
_OWN = ("seq", "n", "type", "start", "end", "status", "ontology", "of", "background", "quote", "same", "date", "score",
        "rule")  # fmt: skip
_INDEXED = events.alias("indexed")
"""Made once: to make an alias takes as long as a small query."""
Position = tuple[int, int]
"""Number of a story, and of an event in it."""


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event with its parts, and the story that tells it."""

    seq: int
    n: int
    """Number of the event in its story."""
    type: EventType
    trigger: Span
    trigger_words: str
    status: EventStatus
    ontology: Ontology
    of: EventType | None
    background: bool
    quote: int | None
    said_by: str | None
    """Who says so, where a quote tells the event."""
    same: int
    date: str | None
    score: float | None
    rule: str | None
    parts: tuple[EventPart, ...]
    """In the order of the text."""
    id: str
    version: int
    title: str
    agency: str | None
    moment: datetime
    """Time of publication, see :mod:`wiredesk.store.publication`."""
    time_basis: TimeBasis
    """What that time is."""

    @property
    def cursor(self) -> str:
        """Position at which the next page of results starts."""
        return str(FactPosition(self.moment, self.seq, self.n))


def search_events(
    connection: Connection, filters: EventFilters, *, cursor: str = "", first: int = 0, limit: int = 30
) -> FactPage[FoundEvent]:
    """Return events, those of the latest publication first, the events of one story in the order of its text.

    Args:
        cursor: :attr:`FactPage.next` of the page before.
        first: only stories from this one on.

    Raises:
        BadQuery: the cursor is invalid.
        AmbiguousName: several things have the name of a participant or a place.
    """
    found = find_events(connection, filters, cursor=cursor, first=first, limit=limit)
    return FactPage(tuple(read_events(connection, found.facts)), found.next)


def find_events(
    connection: Connection,
    filters: EventFilters,
    *,
    cursor: str = "",
    first: int = 0,
    limit: int = 30,
    known: Mapping[str, WantedThing] | None = None,
) -> FactPage[Position]:
    """Return the numbers of the events that :func:`search_events` returns.

    Args:
        known: the things of filters that the caller has found, by the filter; others as for :func:`search_events`.
    """
    after = parse_fact_position(connection, cursor)
    wanted = named_participants(connection, filters) | dict(known or {})
    if not all(wanted.values()):
        return FactPage()
    conditions = [of_known_event_type(), *own_conditions(filters)]
    if first:
        conditions.append(events.c.seq >= first)
    if filters.source:
        conditions.append(articles.c.source == filters.source)
    parts = [
        FactPart((linked,), linked_stories(wanted[name], first)) for name, linked in linked_parts(wanted, first).items()
    ]  # fmt: skip
    indexed = [FactPart((one,)) for one in _indexed(filters)]
    return list_facts(connection, events, conditions, parts, indexed, after=after, limit=limit)


def _indexed(filters: EventFilters) -> Iterator[Select[tuple[int, int]]]:
    """Yield the events of a type, and of some days, that an index alone leads to."""
    own = _INDEXED
    rows = select(own.c.seq, own.c.n)
    of_type = own.c.type == filters.type
    days = [own.c.date >= (filters.since.isoformat() if filters.since else "0")]
    if filters.until:
        days.append(own.c.date < (filters.until + timedelta(days=1)).isoformat())
    if filters.type:
        yield rows.where(of_type)
    if filters.since or filters.until:
        yield rows.where(*days)
        if filters.type and filters.status:
            yield rows.where(of_type, own.c.status == filters.status, *days)


def read_events(connection: Connection, numbers: Sequence[Position]) -> list[FoundEvent]:
    """Return these events, in the same order."""
    seqs = sorted({seq for seq, _ in numbers})
    if not seqs:
        return []
    rows = connection.execute(
        select(*(events.c[name] for name in _OWN), quotes.c.source, entities.c.name.label("speaker"))
        .select_from(events)
        .outerjoin(quotes, and_(quotes.c.seq == events.c.seq, quotes.c.n == events.c.quote))
        .outerjoin(entities, and_(entities.c.seq == quotes.c.seq, entities.c.entity == quotes.c.speaker))
        .where(in_list(connection, events.c.seq, seqs))
    )
    by_number = {(row.seq, row.n): row for row in rows}
    found = [by_number[one] for one in numbers]
    parts = _parts(connection, seqs, numbers)
    ends = [row.end for row in found] + [row.end for some in parts.values() for row in some]
    texts = _texts(connection, seqs, max(ends, default=0))
    stories = story_heads(connection, seqs)
    known = things_of(connection, seqs)
    return [_found(row, parts.get((row.seq, row.n), ()), texts[row.seq], stories[row.seq], known) for row in found]


def _parts(connection: Connection, seqs: Sequence[int], wanted: Iterable[Position]) -> dict[Position, list[Any]]:
    """Return the rows of the parts of some events, in the order of the text."""
    found: dict[Position, list[Any]] = {position: [] for position in wanted}
    if not found:
        return {}
    same = and_(entities.c.seq == event_roles.c.seq, entities.c.entity == event_roles.c.entity)
    names = entities.c.name, entities.c.type
    own = ("seq", "n", "role", "start", "end", "entity", "key")
    query = (
        select(*(event_roles.c[name] for name in own), *names)
        .select_from(event_roles.outerjoin(entities, same))
        .where(in_list(connection, event_roles.c.seq, seqs))
        .order_by(event_roles.c.seq, event_roles.c.n, event_roles.c.start, event_roles.c.role)
    )
    for row in connection.execute(query):
        if (row.seq, row.n) in found:
            found[row.seq, row.n].append(row)
    return found


def _texts(connection: Connection, seqs: Sequence[int], upto: int) -> dict[int, str]:
    """Return the text of each story, which spans index, up to a position."""
    if not seqs:
        return {}
    body = func.substr(articles.c.body, 1, min(upto, MAX_TEXT_CHARACTERS)).label("body")
    query = select(articles.c.seq, articles.c.headline, body).where(in_list(connection, articles.c.seq, seqs))
    rows = connection.execute(query)
    return {row.seq: f"{row.headline}\n\n{row.body}" if row.headline else row.body for row in rows}


def _found(
    row: Any, parts: Iterable[Any], text: str, story: dict[str, Any], known: Mapping[StoryEntity, EntityThing]
) -> FoundEvent:
    """Return an event of its row; what releases up to 0.2 did not write has the default of the contract."""
    told = row.speaker or row.source
    return FoundEvent(
        seq=row.seq, n=row.n, type=row.type, trigger=(row.start, row.end),
        trigger_words=_words(text, row.start, row.end), status=row.status, ontology=row.ontology or "plover",
        of=row.of, background=bool(row.background), quote=row.quote,
        said_by=told if row.quote is not None else None, same=row.n if row.same is None else row.same,
        date=row.date, score=row.score, rule=row.rule,
        parts=tuple(_part(one, _words(text, one.start, one.end), known.get((row.seq, one.entity))) for one in parts),
        **story,
    )  # fmt: skip


def _part(row: Any, words: str, thing: EntityThing | None) -> EventPart:
    if thing is None:
        return EventPart(row.role, words, row.name, row.type, row.key)
    if thing.rejected:
        return EventPart(row.role, words)
    return EventPart(row.role, words, thing.ruled_name or row.name, thing.ruled_type or row.type, row.key, thing.id)


def _words(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())
