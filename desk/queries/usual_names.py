"""What things are called: by a user's ruling, else as most of their stories call them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, func, select

from wiredesk.contract import EntityType
from wiredesk.identity.story_things import name_key
from wiredesk.identity.thing_key import ThingKind
from wiredesk.nlp.knowledge.whole_place_names import is_abbreviated, whole_place_name
from wiredesk.store.directory.find_things import actual_kind, members_of
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import articles, entities
from wiredesk.store.thing_tables import identities, things
from wiredesk.store.visibility import VISIBLE_ROW, is_visible_joined

SAMPLED_STORIES = 30
"""Newest stories of a thing whose names of it are counted."""
_CHUNK = 400


class SeenThing(NamedTuple):
    """A thing that stands for others, as readers see it."""

    id: int
    kind: ThingKind
    type: EntityType
    name: str


class ThingNames(NamedTuple):
    """A thing that stands for others, with all names that its newest stories have."""

    thing: SeenThing
    members: tuple[int, ...]
    """Itself first, then all that were merged into it."""
    names: Counter[str]
    """Each name with the number of stories."""


def seen_things(connection: Connection, ids: Iterable[int]) -> dict[int, SeenThing]:
    """Return these things, which stand for others, with their usual names; those that are no name are left out."""
    return {id: one.thing for id, one in things_with_names(connection, ids).items()}


def things_with_names(connection: Connection, ids: Iterable[int]) -> dict[int, ThingNames]:
    """Return what :func:`seen_things` returns, with the names among which each usual name was chosen."""
    listed = list(dict.fromkeys(ids))
    columns = [things.c[name] for name in ("id", "kind", "type", "name", "ruled_name", "ruled_type")]
    rows = [
        row
        for part in chunks(listed, _CHUNK)
        for row in connection.execute(select(*columns).where(things.c.id.in_(part), things.c.rejected.is_not(True)))
    ]
    members = members_of(connection, [row.id for row in rows])
    called = _names_of_each(connection, [member for of in members.values() for member in of])
    found = {}
    for row in rows:
        type, kind = row.ruled_type or row.type, actual_kind(row.kind, row.ruled_type)
        names = sum((called[member] for member in members[row.id]), Counter[str]())
        name = row.ruled_name or usual_name(names, kind) or row.name
        found[row.id] = ThingNames(SeenThing(row.id, kind, type, name), tuple(members[row.id]), names)
    return {id: found[id] for id in listed if id in found}


def usual_name(names: Counter[str], kind: ThingKind) -> str | None:
    """Return the name that most stories use, of the fullest form that a reader expects; None without any.

    A person is called by more than one word, and a place by its whole name, not an abbreviation, where stories do so; a
    country or region that all stories abbreviate has the whole name of the knowledge base.
    Capitals, as in a dateline or a headline, are used only where the name is written in no other way.
    """
    if not names:
        return None
    plain = {name_key(name, "GPE") for name in names if not name.isupper()}

    def order(name: str) -> tuple[bool, bool, int, str]:
        is_short = (
            " " not in name.strip()
            if kind is ThingKind.PERSON
            else kind is ThingKind.PLACE and (is_abbreviated(name) or f"{name}." in names)
        )
        return is_short, name.isupper() and name_key(name, "GPE") in plain, -names[name], name

    chosen = min(names, key=order)
    return whole_place_name(chosen) if kind is ThingKind.PLACE else chosen


def _names_of_each(connection: Connection, members: Sequence[int]) -> dict[int, Counter[str]]:
    """Return for each of these things the names that its newest stories have, with the number of stories."""
    names: dict[int, Counter[str]] = {member: Counter() for member in members}
    if connection.dialect.name == "sqlite":
        for member in members:
            names[member].update(dict(_NEWEST_NAMES(connection, of=member).fetchall()))
        return names
    for part in chunks(members, _CHUNK):
        for member, name, number in run(connection, _NEWEST_NAMES_OF_EACH, list(part)).fetchall():
            names[member][name] = number
    return names


_newest = (
    select(identities.c.seq, identities.c.entity)
    .select_from(identities.join(articles, articles.c.seq == identities.c.seq))
    .where(identities.c.thing == bindparam("of"), is_visible_joined())
    .order_by(identities.c.seq.desc())
    .limit(SAMPLED_STORIES)
    .subquery()
)
_NEWEST_NAMES = PreparedStatement(
    select(entities.c.name, func.count())
    .join(_newest, and_(_newest.c.seq == entities.c.seq, _newest.c.entity == entities.c.entity))
    .group_by(entities.c.name)
)
_NEWEST_NAMES_OF_EACH = (
    "SELECT wanted.value, called.name, called.stories FROM :numbers AS wanted CROSS JOIN LATERAL ("
    "SELECT e.name, count(*) AS stories FROM ("
    "SELECT i.seq, i.entity FROM identities AS i JOIN articles AS a ON a.seq = i.seq"
    f" WHERE i.thing = wanted.value AND {VISIBLE_ROW} ORDER BY i.seq DESC LIMIT {SAMPLED_STORIES}"
    ") AS newest JOIN entities AS e ON e.seq = newest.seq AND e.entity = newest.entity GROUP BY e.name"
    ") AS called"
)
"""The same for many things on PostgreSQL, where a statement for each takes longer than its rows."""
