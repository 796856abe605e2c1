"""The rows of a story in the directory, written with its results."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from wiredesk.identity.story_things import StoryThing
from wiredesk.store.prepared import without_waiting
from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.result_rows import storable

_ADD_THING = (
    "INSERT INTO things (id, kind, key, sense, name, type, wikidata, geonames, iso3166, kb) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
ADD_NAME = 'INSERT INTO thing_names (key, kind, thing, form, "use") VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING'
_ADD_IDENTITY = "INSERT INTO identities (seq, entity, thing, bare, method, in_news) VALUES (?, ?, ?, ?, ?, ?)"


def write(connection: Connection, seq: int, found: Sequence[StoryThing], *, has_things: bool = False) -> None:
    """Store what the directory takes of a version; it replaces what an earlier run stored.

    Args:
        has_things: :func:`add_things` was called for them.
    """
    with without_waiting(connection):
        run(connection, "DELETE FROM identities WHERE seq = ?", seq)
        if not has_things:
            add_things(connection, [found])
        _add_identities(connection, seq, found)


def add(connection: Connection, seq: int, found: Sequence[StoryThing]) -> None:
    """Store things of a version beside those that it has."""
    add_things(connection, [found])
    _add_identities(connection, seq, found)


def add_things(connection: Connection, stories: Sequence[Sequence[StoryThing]]) -> None:
    """Store the things and names of stories, unless they are known: as if one story were stored after the other.

    They are inserted in the order of their keys, those of all stories of a transaction at once, so that two workers
    never wait for each other in a circle.
    """
    things: dict[int, StoryThing] = {}
    names: dict[tuple[str, str, int], tuple[str, str]] = {}
    for found in reversed(stories):
        own = [(one.key.id, one) for one in found]  # an id is a hash: each is computed once
        things.update(own)
        names |= {
            (storable(name.key), one.key.kind.value, id): (storable(name.form), name.use.value)
            for id, one in own
            for name in one.names
        }
    run_many(
        connection,
        _ADD_THING,
        (
            (id, one.key.kind.value, storable(one.key.key), one.key.sense, storable(one.name), one.type, one.wikidata,
             one.geonames, one.iso3166, storable(one.kb))
            for id, one in sorted(things.items())
        ),
    )  # fmt: skip
    run_many(connection, ADD_NAME, ((*key, *value) for key, value in sorted(names.items())))


def _add_identities(connection: Connection, seq: int, found: Sequence[StoryThing]) -> None:
    things = ((one.key.id, one) for one in found)
    identities = ((seq, one.entity, id, id if one.is_bare else None, one.method, one.in_news) for id, one in things)
    run_many(connection, _ADD_IDENTITY, identities)
