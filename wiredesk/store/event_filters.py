"""The filters of events, the same for Python, the API, the pages and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from sqlalchemy import ColumnElement, Connection, FromClause, ScalarSelect, Select, and_, func, select

from wiredesk.contract import EventStatus, EventType, Ontology
from wiredesk.store.directory.wanted_things import WantedThing, wanted_place, wanted_thing
from wiredesk.store.extraction_rows import KEY_CHARACTERS
from wiredesk.store.tables import articles, event_roles, events, places
from wiredesk.store.thing_tables import identities
from wiredesk.time_grammar import parse_time

_ROLES = {"actor": ("actor",), "recipient": ("recipient",), "participant": ("actor", "recipient")}
"""The filters on participants, each with the roles that it asks for."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=KEY_CHARACTERS)]


def parse_day(value: object) -> object:
    """Parse an ISO day; pydantic alone would also take a number of seconds for a day.

    Raises:
        ValueError: the text is not a day between the years 1000 and 9000, which both databases can store.
    """
    day = date.fromisoformat(value.strip()) if isinstance(value, str) else value
    if isinstance(day, date) and not 1000 <= day.year <= 9000:
        raise ValueError("the year must be between 1000 and 9000")
    return day


def first_day(value: object) -> object:
    """Return the first day of a time as users type it: ``2026-11``, ``yesterday``, ``30d``.

    Raises:
        ValueError: the text is not a time.
    """
    return parse_day(parse_time(value, datetime.now(UTC)).start.date() if isinstance(value, str) else value)


def last_day(value: object) -> object:
    """Return the last day of a time as users type it; errors as for :func:`first_day`."""
    if not isinstance(value, str):
        return parse_day(value)
    found = parse_time(value, datetime.now(UTC))
    return parse_day(found.start.date() if found.is_moment else (found.end - timedelta(days=1)).date())


FirstDay = Annotated[date, BeforeValidator(first_day)]
LastDay = Annotated[date, BeforeValidator(last_day)]


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
    actor: Annotated[Name, Field(description="who did it, by any name or id")] = ""
    recipient: Annotated[Name, Field(description="to whom it was done, by any name or id")] = ""
    participant: Annotated[Name, Field(description="who did it or to whom it was done, by any name or id")] = ""
    place: Annotated[
        Name, Field(description="where: a place by any name or id; a country by any name or code: all that is in it")
    ] = ""
    since: Annotated[FirstDay | None, Field(description="it happened then or later: a day, or such as 30d")] = None
    until: Annotated[LastDay | None, Field(description="it happened then or earlier: a day, or such as 30d")] = None
    quoted: Annotated[bool | None, Field(description="true: only what a quoted source tells; false: without that")] = (
        None
    )
    background: Annotated[
        bool | None, Field(description="true: only what happened before the news of its story; false: without that")
    ] = None
    source: Annotated[Name, Field(description="the agency")] = ""
    min_score: Annotated[float | None, Field(ge=0, le=1, description="least score, from 0 to 1")] = None


def named_participants(connection: Connection, filters: EventFilters) -> dict[str, WantedThing]:
    """Return what each filter on participants and places asks for, by the name of the filter.

    Raises:
        AmbiguousName: several things have a name.
    """
    found = {name: wanted_thing(connection, text) for name in _ROLES if (text := getattr(filters, name))}
    return found | ({"place": wanted_place(connection, filters.place)} if filters.place else {})


def event_conditions(filters: EventFilters, wanted: Mapping[str, WantedThing]) -> list[ColumnElement[bool]]:
    """Return the conditions on the table ``events``.

    Args:
        wanted: what :func:`named_participants` returned for these filters.
    """
    linked = [_has(parts) for parts in linked_parts(wanted).values()]
    source = [_source_of_story() == filters.source] if filters.source else []
    return [*own_conditions(filters), *linked, *source]


def linked_parts(wanted: Mapping[str, WantedThing], first: int = 0) -> dict[str, Select[tuple[int, int]]]:
    """Return for each filter on participants and places the numbers of the events that meet it, by name.

    Args:
        first: only stories from this one on.
    """
    return {
        name: _within(one.country, first)
        if one.country
        else _of_things(one.members, _ROLES.get(name, ("place",)), first)
        for name, one in wanted.items()
    }


def linked_stories(wanted: WantedThing, first: int = 0) -> Select[tuple[int]]:
    """Return the stories that mention what a filter asks for, by index alone; ``first`` as in :func:`linked_parts`."""
    if wanted.country:
        return select(places.c.seq).where(places.c.country == wanted.country, *_since(places, first))
    return select(identities.c.seq).where(identities.c.thing.in_(wanted.members), *_since(identities, first))


def _since(table: FromClause, first: int) -> list[ColumnElement[bool]]:
    return [table.c.seq >= first] if first else []


def _has(parts: Select[tuple[int, int]]) -> ColumnElement[bool]:
    same = and_(event_roles.c.seq == events.c.seq, event_roles.c.n == events.c.n)
    return parts.where(same).correlate(events).exists()


def own_conditions(filters: EventFilters) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the event's own columns.

    COALESCE keeps the planner on the order of the stories, from the indexes on types and dates.  Values of dates begin
    with the day, so the order of the text is that of the time.
    """
    if filters.type:
        yield func.coalesce(events.c.type, "") == filters.type
    if filters.ontology:
        yield func.coalesce(events.c.ontology, "plover") == filters.ontology
    if filters.status:
        yield func.coalesce(events.c.status, "") == filters.status
    if filters.quoted is not None:
        yield events.c.quote.is_not(None) if filters.quoted else events.c.quote.is_(None)
    if filters.background is not None:
        yield events.c.background.is_(True) if filters.background else events.c.background.is_not(True)
    if filters.min_score:
        yield events.c.score >= filters.min_score
    day: ColumnElement[Any] = func.coalesce(events.c.date, "")
    if filters.since:
        yield day >= filters.since.isoformat()
    if filters.until:
        yield day < (filters.until + timedelta(days=1)).isoformat()
        if not filters.since:
            yield day > ""


def _parts() -> Select[tuple[int, int]]:
    return select(event_roles.c.seq, event_roles.c.n)


def _of_things(members: Sequence[int], roles: Sequence[str], first: int) -> Select[tuple[int, int]]:
    """Return the events in which one of these things has one of the roles."""
    same = and_(event_roles.c.seq == identities.c.seq, event_roles.c.entity == identities.c.entity)
    found = _parts().join(identities, same).where(identities.c.thing.in_(members), event_roles.c.role.in_(roles))
    return found.where(*_since(identities, first))


def _within(country: str, first: int) -> Select[tuple[int, int]]:
    """Return the events in a country."""
    same = and_(event_roles.c.seq == places.c.seq, event_roles.c.entity == places.c.entity)
    found = _parts().join(places, same).where(places.c.country == country, event_roles.c.role == "place")
    return found.where(*_since(places, first))


def _source_of_story() -> ScalarSelect[Any]:
    return select(articles.c.source).where(articles.c.seq == events.c.seq).correlate(events).scalar_subquery()
