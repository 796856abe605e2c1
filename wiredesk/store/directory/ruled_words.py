"""What users say of a thing itself: its name, its type, and that it is no name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select, update

from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.directory.ruling_rows import Ruling, RulingKind, rulings_on
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.thing_tables import things

_CHUNK = 300
_OF_WORDS = (RulingKind.NAME, RulingKind.TYPE, RulingKind.REJECT, RulingKind.SAME)


def refresh_words(connection: Connection, ids: Collection[int]) -> None:
    """Write what users say of things and of all that are one with them, from the rulings in force.

    What they say of a thing holds for the one that stands for it; the last word counts.
    """
    canonical = _components(connection, ids)
    of_thing: defaultdict[int, list[Ruling]] = defaultdict(list)
    for one in rulings_on(connection, canonical):
        if one.kind in _OF_WORDS:
            for id in {one.thing, one.other} & canonical.keys():
                assert id is not None
                of_thing[id].append(one)
    for id, target in canonical.items():
        if target != id:
            of_thing[target] += of_thing[id]
    before: dict[int, tuple[Any, ...]] = {}
    for part in chunks(sorted(canonical), _CHUNK):
        query = select(things.c.id, things.c.ruled_name, things.c.ruled_type, things.c.rejected)
        before.update((row[0], tuple(row[1:])) for row in connection.execute(query.where(things.c.id.in_(part))))
    for id in sorted(before):
        wanted = _words(sorted({one.n: one for one in of_thing[id]}.values(), key=lambda one: one.n))
        if before[id] != wanted:
            values = dict(zip(("ruled_name", "ruled_type", "rejected"), wanted, strict=True))
            connection.execute(update(things).where(things.c.id == id).values(values))


def _components(connection: Connection, ids: Collection[int]) -> dict[int, int]:
    """Return the things that are one with some, each with the one that stands for it."""
    found: dict[int, int] = {}
    for part in chunks(sorted(set(canonical_ids(connection, sorted(ids)).values())), _CHUNK):
        found.update((id, id) for id in part)
        query = select(things.c.id, things.c.merged_into).where(things.c.merged_into.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def _words(found: list[Ruling]) -> tuple[str | None, str | None, bool | None]:
    """Return name, type and whether it is no name; a merger after that makes it a name again."""
    name: str | None = None
    type: str | None = None
    rejected: bool | None = None
    for one in found:
        if one.kind is RulingKind.NAME:
            name = one.value["name"]
        elif one.kind is RulingKind.TYPE:
            type = one.value["type"]
        else:
            rejected = True if one.kind is RulingKind.REJECT else None
    return name, type, rejected
