"""What tells things of a list apart that have one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from wiredesk.store.directory.find_things import members_of
from wiredesk.store.directory.thing_descriptions import describe


def told_apart(connection: Connection, named: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Return some words about each thing whose name another one of the list has, such as ``region in Canada``.

    Args:
        named: each thing's id with its name.
    """
    listed = list(named)
    times = Counter(name for _, name in listed)
    return describe(connection, members_of(connection, [thing for thing, name in listed if times[name] > 1]))
