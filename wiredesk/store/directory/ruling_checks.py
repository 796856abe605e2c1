"""What users may say in a ruling, and why one is refused."""

from __future__ import annotations

import unicodedata
from typing import get_args

from sqlalchemy import Connection, select

from wiredesk.contract import ENTITY_TYPES, EntityType, Level
from wiredesk.errors import WiredeskError
from wiredesk.identity.story_things import FORM_CHARACTERS
from wiredesk.store.directory.ruling_rows import Ruling
from wiredesk.store.thing_tables import things
from wiredesk.store.types import iso

MAX_WHY_CHARACTERS = 2000
"""Characters of a reason."""
MAX_BY_CHARACTERS = 200
"""Characters of the name of who decides."""
LEVELS: tuple[str, ...] = get_args(Level)


class RulingRefused(WiredeskError):
    """The ruling cannot hold."""


def checked_name(name: str) -> str:
    """Return a name on one line.

    Raises:
        RulingRefused: it is empty, or longer than :data:`FORM_CHARACTERS`.
    """
    line = " ".join("".join(one if _is_printable(one) else " " for one in name).split())
    if not line:
        raise RulingRefused("the name", "is empty", "give a name; wiredesk things reject says that a thing has none")
    if len(line) > FORM_CHARACTERS:
        cause = f"has {len(line):,} characters, at most {FORM_CHARACTERS} are stored"
        raise RulingRefused(f'the name "{line[:30]}…"', cause, "give a shorter one")
    return line


def _is_printable(one: str) -> bool:
    return unicodedata.category(one) not in {"Cc", "Cs"}


def checked_type(type: str) -> EntityType:
    """Return a type of entities.

    Raises:
        RulingRefused: there is no such type.
    """
    found = next((one for one in ENTITY_TYPES if one == type.strip().upper()), None)
    if found is None:
        raise RulingRefused(f'type "{type[:40]}"', "does not exist", f"choose one of {', '.join(ENTITY_TYPES)}")
    return found


def checked_why(why: str | None) -> str | None:
    """Return a reason; None for an empty one.

    Raises:
        RulingRefused: it is longer than :data:`MAX_WHY_CHARACTERS`.
    """
    line = " ".join((why or "").split())
    if len(line) > MAX_WHY_CHARACTERS:
        cause = f"has {len(line):,} characters, at most {MAX_WHY_CHARACTERS:,} are stored"
        raise RulingRefused("the reason", cause, "give a shorter one")
    return line or None


def checked_by(by: str) -> str:
    """Return the name of who decides.

    Raises:
        RulingRefused: it is empty, or longer than :data:`MAX_BY_CHARACTERS`.
    """
    line = " ".join(by.split())
    if not line or len(line) > MAX_BY_CHARACTERS:
        raise RulingRefused("who decides", f"must have 1 to {MAX_BY_CHARACTERS} characters", "give --by NAME")
    return line


def thing_words(connection: Connection, id: int) -> str:
    """Return how an error names a thing."""
    query = select(things.c.name, things.c.ruled_name).where(things.c.id == id)
    row = connection.execute(query).one_or_none()
    return f'"{(row.ruled_name or row.name)[:80]}" ({id})' if row else f"thing {id}"


def ruling_words(ruling: Ruling) -> str:
    """Return how an error names a ruling."""
    at = f", {iso(ruling.at)[:10]}" if ruling.at else ""
    return f"ruling {ruling.n} by {ruling.by}{at}"


def undo_hint(ruling: Ruling) -> str:
    """Return the way to take a ruling back."""
    return f"take that back first: wiredesk things undo {ruling.n}"
