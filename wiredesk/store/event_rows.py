"""The rows that an event becomes: the event itself, and one row for each part in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from wiredesk.contract import Event, RoleName, Span

LISTED_ROLES: tuple[tuple[RoleName, str], ...] = (("actor", "actors"), ("recipient", "recipients"), ("place", "places"))
"""Roles whose entities an event also lists by id, with the field of the list."""
Part = tuple[RoleName, Span, str | None]
"""Role, words, and the id of the entity behind them."""


def event_row(seq: int, n: int, event: Event) -> tuple[Any, ...]:
    """Return the row of the table ``events``, in the order of its columns."""
    return (
        seq,
        n,
        event.type,
        *event.trigger,
        orjson.dumps(event.actors).decode(),
        orjson.dumps(event.recipients).decode(),
        orjson.dumps(event.places).decode(),
        event.date,
        event.status,
        event.ontology,
        event.of,
        event.background,
        event.quote,
        event.same,
        event.score,
        event.rule,
    )


def role_rows(
    seq: int, n: int, event: Event, mentions: Mapping[str, Sequence[Span]], keys: Mapping[str, str]
) -> list[tuple[Any, ...]]:
    """Return the rows of the table ``event_roles``, in the order of its columns.

    An entity that the event lists without its words gets a row at its first mention, so that each participant is found
    in this one table.  Two rows of a role never begin at one position: of two entities behind the same words
    ("officials of both countries") the second is put at its own mention within them, or at the next free position.

    Args:
        mentions: the spans of each entity's mentions, by its id.
        keys: the name of each entity as it is looked up, by its id.
    """
    rows: dict[tuple[RoleName, int], tuple[Any, ...]] = {}
    for role, (start, end), entity in _parts(event, mentions):
        at = rows.get((role, start))
        if at is not None and entity in (None, at[5]):
            continue
        if at is not None:
            start, end = _free(rows, role, (start, end), mentions.get(entity or "", ()))
        rows[role, start] = (seq, n, role, start, end, entity, keys.get(entity or ""))
    return list(rows.values())


def _parts(event: Event, mentions: Mapping[str, Sequence[Span]]) -> Iterator[Part]:
    """Yield every part in an event: those that name an entity before those that do not."""
    named = [(one.role, one.span, one.entity) for one in event.roles if one.entity is not None]
    yield from named
    known = {(role, entity) for role, _, entity in named}
    for role, field in LISTED_ROLES:
        for entity in getattr(event, field):
            if (role, entity) not in known:
                yield role, next(iter(mentions.get(entity, ())), event.trigger), entity
    yield from ((one.role, one.span, None) for one in event.roles if one.entity is None)


def _free(rows: Mapping[tuple[RoleName, int], Any], role: RoleName, words: Span, mentions: Sequence[Span]) -> Span:
    """Return where a row goes whose first position is taken."""
    start, end = words
    for one in mentions:
        if start < one[0] and one[1] <= end and (role, one[0]) not in rows:
            return one
    while (role, start) in rows:
        start += 1
    return start, max(start, end)
