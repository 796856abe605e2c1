"""Short ids: the start of a story's id, or of the hash in it, in place of the whole."""

from __future__ import annotations

from sqlalchemy import Connection, select

from wiredesk.errors import NotFound
from wiredesk.store.tables import articles

MADE_ID = "urn:x-wiredesk:"
"""How the ids start that wiredesk makes for stories without one; a SHA-1 in hexadecimal digits follows."""
MIN_CHARACTERS = 4
"""Shortest start that is looked up; git's is the same."""
SHOWN_CHARACTERS = 7
"""Least digits of a hash in a short id that is printed, as git prints them."""
MAX_CHOICES = 5
"""Ids that an error names where a start fits several."""
_LAST = "\U0010ffff"


class AmbiguousId(NotFound):
    """The start of an id fits several stories."""


def full_id(connection: Connection, given: str) -> str:
    """Return the id that its start, or the start of its hash, stands for; ``@version`` behind it is kept.

    What fits no story is returned as it is.

    Raises:
        AmbiguousId: several stories fit; the error names some of them.
    """
    bare, at, version = given.rpartition("@")
    if at and version.isdecimal() and ids_from(connection, given, 1) != [given]:
        return f"{full_id(connection, bare)}@{version}"
    if len(given) < MIN_CHARACTERS:
        return given
    for start in (given, MADE_ID + given):
        found = ids_from(connection, start, MAX_CHOICES + 1)
        if start in found or len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(found[:MAX_CHOICES]) + (", …" if len(found) > MAX_CHOICES else "")
            raise AmbiguousId(f"story {given}", f"fits several stories: {listed}", "give more of the id")
    return given


def ids_from(connection: Connection, start: str, limit: int) -> list[str]:
    """Return the first ids that start so, in the order of their characters: one look-up in the index for each."""
    id = articles.c.id
    if connection.dialect.name == "postgresql":  # ix_articles_id_start; the other index has the database's own order
        id = id.collate("C")  # type: ignore[assignment]
    found: list[str] = []
    query = select(articles.c.id).where(id < start + _LAST).order_by(id).limit(1)
    while len(found) < limit:
        row = connection.scalar(query.where(id > found[-1]) if found else query.where(id >= start))
        if row is None:
            break
        found.append(row)
    return found


def short_id(connection: Connection, id: str) -> str:
    """Return the shortest start of the hash of an id that wiredesk made; another id as it is."""
    digits = id.removeprefix(MADE_ID)
    if digits == id or not digits.isalnum():
        return id
    for length in range(SHOWN_CHARACTERS, len(digits)):
        start = digits[:length]
        if not ids_from(connection, start, 1) and len(ids_from(connection, MADE_ID + start, 2)) == 1:
            return start
    return id
