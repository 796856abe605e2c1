"""The one thing that a user means in a ruling."""

from __future__ import annotations

from sqlalchemy import Connection, select

from wiredesk.errors import NotFound
from wiredesk.identity.story_things import name_key
from wiredesk.identity.thing_key import ID_BITS
from wiredesk.store.directory.find_things import MAX_NAME_CHARACTERS, AmbiguousName, the_thing
from wiredesk.store.thing_tables import thing_names, things

MAX_CHOICES = 10
"""Things that an error lists."""


def named_thing(connection: Connection, text: str) -> int:
    """Return the id of the thing that a text means: an id, a name in any spelling, or a code.

    An id leads to that thing itself, also when it was merged into another or has no visible story; a name also to one
    thing that users rejected.

    Raises:
        NotFound: there is no such thing.
        AmbiguousName: there are several; the error lists them.
    """
    text = text.strip()
    if (id := _known_id(connection, text)) is not None:
        return id
    try:
        return the_thing(connection, text).id
    except NotFound:
        if len(rejected := _rejected(connection, text)) == 1:
            return rejected[0]
        shown = text[:80] or "the name"
        cause = "is not mentioned in any visible story" if text else "is empty"
        raise NotFound(shown, cause, "give a name, an id, or a code of GeoNames, Wikidata or ISO 3166") from None
    except AmbiguousName as error:
        listed = ", ".join(
            f"{one.id} {one.name[:60]} ({one.type}, {one.stories})" for one in error.choices[:MAX_CHOICES]
        )
        hint = f"give the id of one: {listed}"
        raise AmbiguousName(error.subject, error.cause, hint, error.choices) from None


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
