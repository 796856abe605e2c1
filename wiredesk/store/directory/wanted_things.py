"""What a reader's filter asks for: the things that a name or an id means, and for a country all that is in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from wiredesk.errors import NotFound
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.directory.find_things import AmbiguousName, country_code, find_things, the_thing
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


def wanted_thing(
    connection: Connection, text: str, kinds: Collection[ThingKind] = (), *, any_bearer: bool = False
) -> WantedThing:
    """Return the thing that a text means, see :func:`wiredesk.store.directory.find_things.the_thing`.

    Args:
        any_bearer: a name of several things stands for all of them.

    Raises:
        AmbiguousName: several things have this name, unless ``any_bearer``.
    """
    try:
        found = the_thing(connection, text, kinds, counts_one=False)
    except NotFound:
        return WantedThing()
    except AmbiguousName:
        if not any_bearer:
            raise
        return WantedThing(tuple(member for one in find_things(connection, text, kinds) for member in one.members))
    return WantedThing(found.members)


def wanted_place(connection: Connection, text: str, *, any_bearer: bool = False) -> WantedThing:
    """Return the place that a text means; a country by any of its names or codes stands for all that is in it.

    Args:
        any_bearer: a name of several places stands for all of them.

    Raises:
        AmbiguousName: several places have this name, unless ``any_bearer``.
    """
    text = text.strip()
    if len(text) == 2 and text.isascii() and text.isupper():
        return WantedThing(country=text)
    found = wanted_thing(connection, text, (ThingKind.PLACE,), any_bearer=any_bearer)
    if not found:
        return WantedThing(country=country_code(text))
    code = connection.scalar(select(things.c.iso3166).where(things.c.id == found.members[0]))
    if code and len(found.members) > 1 and any_bearer:
        return WantedThing(found.members, code)
    return WantedThing(country=code) if code else found
