"""The rows of a story in the directory, written with its results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

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


def write(connection: Connection, stories: Mapping[int, Sequence[StoryThing]]) -> None:
    """Store what the directory takes of versions, by their numbers; it replaces what an earlier run stored."""
    with without_waiting(connection):
        run(connection, "DELETE FROM identities WHERE seq IN :numbers", list(stories))
        add(connection, stories)


def add(connection: Connection, stories: Mapping[int, Sequence[StoryThing]]) -> None:
    """Store things of versions beside those that they have; things and names that are known stay as they are.

    They are inserted in the order of their keys, those of all stories of a transaction at once, so that two workers
    never wait for each other in a circle.  The first story of a thing tells its form.
    """
    with_ids = {seq: [(one.key.id, one) for one in found] for seq, found in stories.items()}  # an id is a hash
    things: dict[int, StoryThing] = {}
    names: dict[tuple[str, str, int], tuple[str, str]] = {}
    for own in reversed(with_ids.values()):
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
            for id, one in sorted(things.items(), key=itemgetter(0))
        ),
    )  # fmt: skip
    run_many(connection, ADD_NAME, ((*key, *value) for key, value in sorted(names.items())))
    run_many(
        connection,
        _ADD_IDENTITY,
        (
            (seq, one.entity, id, id if one.is_bare else None, one.method, one.in_news)
            for seq, own in with_ids.items()
            for id, one in own
        ),
    )
