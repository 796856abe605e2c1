"""Ids of things in the parameters of a page, as readers would say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from desk.queries.usual_names import seen_things
from wiredesk.errors import NotFound
from wiredesk.identity.thing_key import ID_BITS
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.directory.find_things import AmbiguousName, the_thing

_MAX_DIGITS = len(str(2**ID_BITS))
_MIN_DIGITS = 10
"""A shorter number is a year, an urgency or an id elsewhere: ids of things are hashes."""


def names_of_ids(connection: Connection, values: Iterable[str]) -> dict[str, str]:
    """Return the usual name of each value that is the id of a thing."""
    ids = {value: int(value) for value in values if _is_id(value)}
    if not ids:
        return {}
    canonical = canonical_ids(connection, list(ids.values()))
    seen = seen_things(connection, canonical.values())
    return {value: seen[canonical[id]].name for value, id in ids.items() if canonical.get(id) in seen}


def typed_names(connection: Connection, given: Mapping[str, str], fields: Iterable[str]) -> dict[str, str]:
    """Return the values of a form with a name in place of each id, where the name alone leads to the same thing.

    Args:
        fields: the parameters that take things.
    """
    wanted = {field: given[field] for field in fields if given.get(field)}
    names = names_of_ids(connection, wanted.values())
    found = dict(given)
    for field, value in wanted.items():
        if value in names and _leads_to(connection, names[value], value):
            found[field] = names[value]
    return found


def _is_id(value: str) -> bool:
    return (
        value.isascii() and value.isdecimal() and _MIN_DIGITS <= len(value) <= _MAX_DIGITS and int(value) < 2**ID_BITS
    )


def _leads_to(connection: Connection, name: str, id: str) -> bool:
    try:
        return the_thing(connection, name).id == the_thing(connection, id).id
    except (NotFound, AmbiguousName):
        return False
