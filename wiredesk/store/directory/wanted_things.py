"""What a reader's filter asks for: the things that a name or an id means, and for a country all that is in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from wiredesk.errors import NotFound
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.directory.canonical import members
from wiredesk.store.directory.find_things import country_code, the_thing
from wiredesk.store.thing_tables import things


@dataclass(frozen=True, slots=True)
class WantedThing:
    """What a filter asks for; without members and country it is of nothing that readers may see."""

    members: tuple[int, ...] = ()
    """The thing that stands for others, and those that were merged into it."""
    country: str | None = None
    """ISO 3166-1 code, where a filter asks for all that is in a country."""

    def __bool__(self) -> bool:
        return bool(self.members or self.country)


def wanted_thing(connection: Connection, text: str, kinds: Collection[ThingKind] = ()) -> WantedThing:
    """Return the thing that a text means, see :func:`wiredesk.store.directory.find_things.the_thing`.

    Raises:
        AmbiguousName: several things have this name.
    """
    try:
        found = the_thing(connection, text, kinds)
    except NotFound:
        return WantedThing()
    return WantedThing(tuple(members(connection, found.id)))


def wanted_place(connection: Connection, text: str) -> WantedThing:
    """Return the place that a text means; a country by any of its names or codes stands for all that is in it.

    Raises:
        AmbiguousName: several places have this name.
    """
    text = text.strip()
    if len(text) == 2 and text.isascii() and text.isupper():
        return WantedThing(country=text)
    found = wanted_thing(connection, text, (ThingKind.PLACE,))
    if not found:
        return WantedThing(country=country_code(text))
    code = connection.scalar(select(things.c.iso3166).where(things.c.id == found.members[0]))
    return WantedThing(country=code) if code else found
