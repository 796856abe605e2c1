"""The filters of events, the same for Python, the API, the pages and the command line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select, tuple_

from wiredesk.contract import EventStatus, EventType, Ontology
from wiredesk.store.results import KEY_CHARACTERS, normalize_name
from wiredesk.store.tables import articles, event_roles, events, places

PARTICIPANTS = ("actor", "recipient")
"""The roles of those who did something and of those to whom it was done."""
MAX_INDEXED_DAYS = 31
"""Longest period whose events are read by the index on dates: they are sorted.  Over a longer one the newest stories
are read first, until a page is full."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=KEY_CHARACTERS)]


def parse_day(value: object) -> object:
    """Parse an ISO day; pydantic alone would also take a number of seconds for a day.

    Raises:
        ValueError: the text is not a day between the years 1000 and 9000, which both databases can store.
    """
    day = date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(day, date) and not 1000 <= day.year <= 9000:
        raise ValueError("the year must be between 1000 and 9000")
    return day


Day = Annotated[date, BeforeValidator(parse_day)]


class EventFilters(BaseModel):
    """The conditions that an event must meet; an empty value does not filter."""

    model_config = ConfigDict(frozen=True)

    type: Annotated[EventType | None, Field(description="what happened, such as ARREST")] = None
    ontology: Annotated[
        Ontology | None, Field(description="plover: acts between states and groups; wire: the other types of news")
    ] = None
    status: Annotated[
        EventStatus | None, Field(description="whether it happened: occurred, planned, hypothetical or denied")
    ] = None
    actor: Annotated[Name, Field(description="a name that did it")] = ""
    recipient: Annotated[Name, Field(description="a name that it was done to")] = ""
    participant: Annotated[Name, Field(description="a name that did it or that it was done to")] = ""
    place: Annotated[Name, Field(description="where: a place name, or a two-letter country code in capitals")] = ""
    since: Annotated[Day | None, Field(description="it happened on this day or later")] = None
    until: Annotated[Day | None, Field(description="it happened on this day or earlier")] = None
    quoted: Annotated[bool | None, Field(description="true: only what a quoted source tells; false: without that")] = (
        None
    )
    background: Annotated[
        bool | None, Field(description="true: only what happened before the news of its story; false: without that")
    ] = None
    source: Annotated[Name, Field(description="the agency")] = ""
    min_score: Annotated[float | None, Field(ge=0, le=1, description="least score, from 0 to 1")] = None


def event_conditions(filters: EventFilters, rare: Collection[str] = ()) -> list[ColumnElement[bool]]:
    """Return the conditions on the table ``events``.

    Args:
        rare: the filters among :func:`linked_parts` that few events meet.  Those events are looked up first; the other
            filters are looked up for each event that the rest finds.
    """
    linked = [
        tuple_(events.c.seq, events.c.n).in_(parts) if name in rare else _has(parts)
        for name, parts in linked_parts(filters).items()
    ]
    source = [_source_of_story() == filters.source] if filters.source else []
    return [*_own_conditions(filters), *_day_conditions(filters), *linked, *source]


def linked_parts(filters: EventFilters) -> dict[str, Select[tuple[int, int]]]:
    """Return for each filter on participants and places the numbers of the events that meet it, by name."""
    wanted = {
        "actor": (filters.actor, PARTICIPANTS[:1]),
        "recipient": (filters.recipient, PARTICIPANTS[1:]),
        "participant": (filters.participant, PARTICIPANTS),
    }
    found = {
        field: _parts().where(event_roles.c.key == normalize_name(name), event_roles.c.role.in_(roles))
        for field, (name, roles) in wanted.items()
        if name
    }
    return found | ({"place": _places(filters.place)} if filters.place else {})


def _has(parts: Select[tuple[int, int]]) -> ColumnElement[bool]:
    same = and_(event_roles.c.seq == events.c.seq, event_roles.c.n == events.c.n)
    return parts.where(same).correlate(events).exists()


def _own_conditions(filters: EventFilters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the event's own columns.

    COALESCE around the status keeps the planner on an index in the order of the stories, except where the index on
    type, status and date finds few rows.
    """
    if filters.type:
        yield events.c.type == filters.type
    if filters.ontology:
        yield func.coalesce(events.c.ontology, "plover") == filters.ontology
    if filters.status:
        status = events.c.status if filters.type and _is_short(filters) else func.coalesce(events.c.status, "")
        yield status == filters.status
    if filters.quoted is not None:
        yield events.c.quote.is_not(None) if filters.quoted else events.c.quote.is_(None)
    if filters.background is not None:
        yield events.c.background.is_(True) if filters.background else events.c.background.is_not(True)
    if filters.min_score:
        yield events.c.score >= filters.min_score


def _is_short(filters: EventFilters) -> bool:
    """Return whether the filters name a period of at most :data:`MAX_INDEXED_DAYS`."""
    since, until = filters.since, filters.until
    return since is not None and until is not None and (until - since).days < MAX_INDEXED_DAYS


def _day_conditions(filters: EventFilters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the day: values begin with it, so the order of the text is that of the time."""
    column: ColumnElement[Any] = events.c.date if _is_short(filters) else func.coalesce(events.c.date, "")
    if filters.since:
        yield column >= filters.since.isoformat()
    if filters.until:
        yield column < (filters.until + timedelta(days=1)).isoformat()
        if not filters.since:
            yield column > ""


def _parts() -> Select[tuple[int, int]]:
    return select(event_roles.c.seq, event_roles.c.n)


def _places(name: str) -> Select[tuple[int, int]]:
    """Return the events at a place of this name, or in a country by its two-letter code."""
    at = event_roles.c.role == "place"
    if len(name) == 2 and name.isupper():
        same = and_(event_roles.c.seq == places.c.seq, event_roles.c.entity == places.c.entity)
        return _parts().join(places, same).where(places.c.country == name, at)
    return _parts().where(event_roles.c.key == normalize_name(name), at)


def _source_of_story() -> ScalarSelect[Any]:
    return select(articles.c.source).where(articles.c.seq == events.c.seq).correlate(events).scalar_subquery()
