"""Set up, change, pause, resume and remove the sources of the desk; a running producer follows within seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from producer.sources.addresses import Network
from producer.sources.desk_kinds import SourceInvalid, SourceRefused, any_value, desk_source
from producer.sources.public_address import public_address
from wiredesk.errors import NotFound
from wiredesk.store import source_health, source_rows
from wiredesk.store.source_rows import SourceRow
from wiredesk.store.types import database_time, now

MAX_NAME_CHARACTERS = 120
MAX_SOURCES = 10_000
"""Sources that can be set up at the desk."""
_JOINERS = "\u200c\u200d"
LISTS = "wiredesk sources list names them"


def known_source(connection: Connection, name: str) -> SourceRow:
    """Return a source that is set up, by its name at the desk or its name in messages.

    Raises:
        NotFound: there is none of that name.
    """
    row = source_rows.read(connection, name)
    if row is None:
        row = next((one for one in source_rows.read_all(connection) if one.follows == name), None)
    if row is None:
        raise NotFound(f"source {name[:MAX_NAME_CHARACTERS]}", "is not set up", LISTS)
    return row


def add_source(
    connection: Connection,
    name: str,
    kind: str,
    given: Mapping[str, Any],
    *,
    networks: Sequence[Network],
    by: str,
    paused: bool = False,
) -> SourceRow:
    """Set up a source.  An empty name becomes its address.

    Raises:
        SourceInvalid: a field is invalid.
        SourceRefused: the name is taken, or another source reads the same.
    """
    fields = {field: value for field, value in given.items() if value is not None and value != ""}
    subject = f"source {name[:MAX_NAME_CHARACTERS]}" if name.strip() else "source"
    follows = desk_source(subject, kind, fields, tuple(networks), any_value).name
    name = _checked_name(name.strip() or default_name(follows))
    rows = source_rows.read_all(connection)
    _refuse_taken(connection, name, follows, rows)
    if len(rows) >= MAX_SOURCES:
        raise SourceRefused(f"source {name}", f"there are {MAX_SOURCES:,} sources already", "remove some")
    if not source_rows.add(connection, name, kind, fields, follows, paused=paused, by=by):
        raise SourceRefused(f"source {name}", "already exists", "choose another name")
    return known_source(connection, name)


def change_source(
    connection: Connection,
    name: str,
    given: Mapping[str, Any],
    *,
    networks: Sequence[Network],
    by: str,
    new_name: str | None = None,
) -> SourceRow:
    """Change fields of a source, and its name; a field whose value is None or empty gets its default.

    What is known of it stays, also under another address.

    Raises:
        NotFound: there is none of that name.
        SourceInvalid: a field is invalid.
        SourceRefused: it is a row of ``wire.toml``, the new name is taken, or another source reads the same.
    """
    row = _of_desk(connection, name, "change")
    name = row.name
    merged = {field: value for field, value in {**row.given, **given}.items() if value is not None and value != ""}
    follows = desk_source(f"source {name}", row.kind, merged, tuple(networks), any_value).name
    now_named = name if new_name is None else _checked_name(new_name.strip())
    others = [one for one in source_rows.read_all(connection) if one.name != name]
    _refuse_taken(connection, now_named, follows, others)
    changed = [field for field in {**row.given, **merged} if row.given.get(field) != merged.get(field)]
    changed += ["name"] if now_named != name else []
    if not changed:
        return row
    if follows != row.follows:
        source_health.rename(connection, row.follows, follows)
    what = f"changed {', '.join(sorted(changed))}"
    values = {"given": merged, "follows": follows, "name": now_named, "problem": None}
    source_rows.change(connection, name, what, by=by, **values)
    return known_source(connection, now_named)


def pause_source(connection: Connection, name: str, *, by: str, paused: bool = True) -> SourceRow:
    """Pause a source, also one of ``wire.toml``, or resume it.

    Raises:
        NotFound: there is none of that name.
    """
    row = known_source(connection, name)
    if row.paused != paused:
        values = {"paused": paused} | ({"problem": None} if paused else {})
        source_rows.change(connection, row.name, "paused" if paused else "resumed", by=by, **values)
    return known_source(connection, row.name)


def fetch_source(connection: Connection, name: str, *, by: str) -> SourceRow:
    """Let a producer connect again, or poll, at once.

    Raises:
        NotFound: there is none of that name.
        SourceRefused: it is paused.
    """
    row = known_source(connection, name)
    if row.paused:
        raise SourceRefused(f"source {row.name}", "is paused", "resume it: it is then read at once")
    source_rows.change(connection, row.name, "asked to be read at once", by=by, asked_at=now())
    return known_source(connection, row.name)


def remove_source(connection: Connection, name: str) -> SourceRow:
    """Remove a source with what is known of it, and return its row; its stories and its checkpoint stay.

    Raises:
        NotFound: there is none of that name.
        SourceRefused: it is a row of the ``wire.toml`` of a running producer.
    """
    row = known_source(connection, name)
    if row.in_file and row.is_followed(database_time(connection)):
        hint = "remove it there and restart the producer, or pause it"
        raise SourceRefused(f"source {name}", "is a row of wire.toml", hint)
    source_rows.remove(connection, row.name)
    others = {one.follows for one in source_rows.read_all(connection)}
    if row.follows not in others and any(one.name == row.follows for one in source_health.read_all(connection)):
        source_health.forget(connection, row.follows)
    return row


def shown_fields(row: SourceRow) -> dict[str, Any]:
    """Return the fields of a source as they may be shown: values in its address that are secret by their look are
    hidden.
    """
    shown = dict(row.given)
    if "url" in shown:
        shown["url"] = public_address(str(shown["url"]))
    return shown


def may_be_in_name(character: str) -> bool:
    """Return whether a name may have a character: printable ones, and those that join letters in some scripts."""
    return character.isprintable() or character in _JOINERS


def default_name(follows: str) -> str:
    """Return the name of a source that was given none: its address without the scheme."""
    return (follows.partition("://")[2] or follows.partition(" ")[2] or follows)[:MAX_NAME_CHARACTERS]


def require_of_desk(row: SourceRow, verb: str) -> None:
    """Check that a source was set up at the desk.

    Raises:
        SourceRefused: it is a row of ``wire.toml``.
    """
    if row.in_file:
        hint = f"{verb} it there and restart the producer, or pause it"
        raise SourceRefused(f"source {row.name}", "is a row of wire.toml", hint)


def _of_desk(connection: Connection, name: str, verb: str) -> SourceRow:
    row = known_source(connection, name)
    require_of_desk(row, verb)
    return row


def _checked_name(name: str) -> str:
    if not name or len(name) > MAX_NAME_CHARACTERS or not all(map(may_be_in_name, name)):
        raise SourceInvalid(
            f"name {name[:40]!r}", f"is not 1 to {MAX_NAME_CHARACTERS} printable characters", "choose another one"
        )
    return name


def _refuse_taken(connection: Connection, name: str, follows: str, others: Sequence[SourceRow]) -> None:
    present = database_time(connection)
    for one in others:
        if one.name == name:
            raise SourceRefused(f"source {name}", "already exists", "choose another name")
        if one.follows == follows and (not one.in_file or one.is_followed(present)):
            where = "wire.toml" if one.in_file else f'the source "{one.name}"'
            raise SourceRefused(f"source {name}", f"reads the same as {where}", "change that one")
