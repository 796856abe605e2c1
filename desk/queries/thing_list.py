"""All things of the directory that readers may see, in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from desk.queries.usual_names import SeenThing, things_with_names
from wiredesk.store.directory.find_things import count_stories_of_each
from wiredesk.store.thing_tables import things

THINGS_PER_TRANSACTION = 200
"""Things read in one transaction, so that a slow reader keeps none open."""


class ListedThing(NamedTuple):
    """A thing that stands for others, with its names and ids."""

    named: SeenThing
    aliases: tuple[str, ...]
    """Other names in its newest stories, most frequent first."""
    wikidata: str | None
    geonames: int | None
    iso3166: str | None
    stories: int
    """Visible stories that mention it."""
    merged: tuple[int, ...]
    """Things that were merged into it."""


def next_things(connection: Connection, after: int) -> tuple[list[ListedThing], int | None]:
    """Return the things of the next page, and the id after which the page after it starts; None after the last one.

    Args:
        after: an id; 0 for the first page.
    """
    own = select(things.c.id, things.c.merged_into).where(things.c.id > after).order_by(things.c.id)
    page = connection.execute(own.limit(THINGS_PER_TRANSACTION)).all()
    ids = [row.id for row in page if row.merged_into is None]
    return listed_things(connection, ids), page[-1].id if page else None


def listed_things(connection: Connection, ids: list[int]) -> list[ListedThing]:
    """Return things that stand for others, without those that no visible story mentions."""
    return list(_listed(connection, ids))


def _listed(connection: Connection, ids: list[int]) -> Iterator[ListedThing]:
    named = things_with_names(connection, ids)
    stories = count_stories_of_each(connection, {id: one.members for id, one in named.items()})
    columns = things.c.id, things.c.wikidata, things.c.geonames, things.c.iso3166
    codes = {row.id: row for row in connection.execute(select(*columns).where(things.c.id.in_(ids)))}
    for id, (thing, members, names) in named.items():
        if id in stories:
            aliases = tuple(name for name, _ in names.most_common() if name != thing.name)
            row = codes[id]
            yield ListedThing(thing, aliases, row.wikidata, row.geonames, row.iso3166, stories[id], members[1:])
