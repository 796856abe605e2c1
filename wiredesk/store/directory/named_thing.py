"""The one thing that a user means in a ruling."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from wiredesk.errors import NotFound
from wiredesk.identity.story_things import name_key
from wiredesk.identity.thing_key import ID_BITS
from wiredesk.store.directory.canonical import canonical_ids, members
from wiredesk.store.directory.find_things import MAX_NAME_CHARACTERS, count_stories, the_thing
from wiredesk.store.result_rows import storable
from wiredesk.store.thing_tables import thing_names, things


class NamedMember(NamedTuple):
    """A thing that was merged into another."""

    id: int
    name: str
    type: str


def named_thing(connection: Connection, text: str, *, only_visible: bool = False) -> int:
    """Return the id of the thing that a text means: an id, a name in any spelling, or a code.

    An id leads to that thing itself, also when it was merged into another or has no visible story; a name also to one
    thing that users rejected.

    Args:
        only_visible: only a thing that some visible story mentions.

    Raises:
        NotFound: there is no such thing.
        AmbiguousName: there are several; the error lists them.
    """
    text = str(storable(text)).strip()
    if (id := _known_id(connection, text)) is not None and not (only_visible and not is_seen(connection, id)):
        return id
    try:
        return the_thing(connection, text).id
    except NotFound:
        rejected = _rejected(connection, text)
        if len(rejected) == 1 and (not only_visible or is_seen(connection, rejected[0])):
            return rejected[0]
        shown = text[:80] or "the name"
        cause = "is not mentioned in any visible story" if text else "is empty"
        raise NotFound(shown, cause, "give a name, an id, or a code of GeoNames, Wikidata or ISO 3166") from None


def is_seen(connection: Connection, id: int) -> bool:
    """Return whether a visible story mentions a thing, or one that is the same."""
    canonical = canonical_ids(connection, [id]).get(id)
    return canonical is not None and count_stories(connection, members(connection, canonical)) > 0


def merged_things(connection: Connection, id: int) -> list[NamedMember]:
    """Return the things that were merged into one, in the order of their names."""
    query = select(things.c.id, things.c.name, things.c.type).where(things.c.merged_into == id)
    return sorted((NamedMember(*row) for row in connection.execute(query)), key=lambda one: (one.name, one.id))


def _known_id(connection: Connection, text: str) -> int | None:
    is_id = text.isascii() and text.isdecimal() and len(text) <= len(str(2**ID_BITS)) and int(text) < 2**ID_BITS
    return connection.scalar(select(things.c.id).where(things.c.id == int(text))) if is_id else None


def _rejected(connection: Connection, text: str) -> list[int]:
    keys = sorted({name_key(text[:MAX_NAME_CHARACTERS], type) for type in ("PERSON", "ORG")})
    query = (
        select(things.c.id)
        .join(thing_names, thing_names.c.thing == things.c.id)
        .where(thing_names.c.key.in_(keys), things.c.rejected, things.c.merged_into.is_(None))
        .distinct()
        .limit(2)
    )
    return list(connection.scalars(query))
