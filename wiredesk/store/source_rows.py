"""Rows of sources that are set up: what each reads, whether it is paused, who changed it, and who reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk import process_id
from wiredesk.store.source_tables import sources
from wiredesk.store.types import database_time, now

LEASE_SECONDS = 20.0
"""Seconds after which another process takes a source over from one that has renewed nothing."""

KEPT_SECONDS = 86_400.0
"""Seconds for which a row of ``wire.toml`` is listed that no producer follows any longer."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source that is set up."""

    name: str
    kind: str
    """The field ``type`` of a row ``[[source]]``."""
    given: dict[str, Any]
    """Its other fields; none of a row of ``wire.toml``."""
    follows: str
    """Its name in messages and checkpoints, and in the table ``source_status``."""
    in_file: bool
    """Whether it is a row of ``wire.toml``."""
    paused: bool
    problem: str | None
    """Why it is not read, in one line."""
    asked_at: datetime | None
    made_by: str | None
    made_at: datetime
    changed_by: str | None
    changed_at: datetime | None
    change: str | None
    """What was changed last, in words."""
    holder: str | None
    until: datetime | None

    def is_followed(self, present: datetime) -> bool:
        """Return whether a process follows it; it may be about to notice a pause."""
        return self.until is not None and self.until > present and not self._is_left()

    def is_free(self, present: datetime) -> bool:
        """Return whether no process reads it: the lease has ended, or its process, if it ran on this host."""
        return self.holder is None or not self.is_followed(present)

    def _is_left(self) -> bool:
        process = process_id.parse(self.holder) if self.holder else None
        return process is not None and process.is_dead()


_COLUMNS = [sources.c[name] for name in SourceRow.__dataclass_fields__]


def read_all(connection: Connection) -> list[SourceRow]:
    """Return all sources in the order of their names."""
    return [SourceRow(*row) for row in connection.execute(select(*_COLUMNS).order_by(sources.c.name))]


def read(connection: Connection, name: str) -> SourceRow | None:
    """Return a source; None if there is none of that name."""
    row = connection.execute(select(*_COLUMNS).where(sources.c.name == name)).one_or_none()
    return SourceRow(*row) if row else None


def add(
    connection: Connection,
    name: str,
    kind: str,
    given: Mapping[str, Any],
    follows: str,
    *,
    paused: bool = False,
    in_file: bool = False,
    by: str | None = None,
) -> bool:
    """Add a source.  Returns False if the name is taken."""
    values = {"name": name, "kind": kind, "given": dict(given), "follows": follows, "paused": paused}
    values |= {"in_file": in_file, "made_by": by, "made_at": now()}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return bool(connection.execute(insert(sources).values(**values).on_conflict_do_nothing()).rowcount)


def change(connection: Connection, name: str, what: str, /, *, by: str | None, **values: Any) -> bool:
    """Change columns of a source, and note what was changed and by whom.  Returns False if there is no such source."""
    noted = {"change": what, "changed_by": by, "changed_at": now()}
    return bool(connection.execute(update(sources).where(sources.c.name == name).values(**noted, **values)).rowcount)


def remove(connection: Connection, name: str) -> bool:
    """Remove a source.  Returns False if there is no such source."""
    return bool(connection.execute(delete(sources).where(sources.c.name == name)).rowcount)


def note_problems(connection: Connection, problems: Mapping[str, str]) -> None:
    """Note why sources are not read, by their names; an empty line: they are."""
    for name, problem in sorted(problems.items()):
        connection.execute(update(sources).where(sources.c.name == name).values(problem=problem or None))


def hold(connection: Connection, names: Collection[str], holder: str) -> None:
    """Take the leases on some sources that no other process has, and renew those that this one has.

    The rows are locked until the transaction ends.

    Args:
        holder: the process, a :class:`~wiredesk.process_id.ProcessId` as text.
    """
    if not names:
        return
    query = select(*_COLUMNS).where(sources.c.name.in_(list(names))).order_by(sources.c.name).with_for_update()
    rows = [SourceRow(*row) for row in connection.execute(query)]
    present = database_time(connection)
    taken = [row.name for row in rows if row.holder == holder or row.is_free(present)]
    held = {"holder": holder, "until": now(LEASE_SECONDS)}
    connection.execute(update(sources).where(sources.c.name.in_(taken)).values(**held))
    latest = present + timedelta(seconds=LEASE_SECONDS)
    late = [row.name for row in rows if row.name not in taken and row.until is not None and row.until > latest]
    if late:  # the clock was set back since: their leases would last as much longer
        connection.execute(update(sources).where(sources.c.name.in_(late)).values(until=latest))


def keep_file_rows(connection: Connection, followed: Iterable[tuple[str, str]]) -> None:
    """Note that a producer follows rows of ``wire.toml``, each with its name and kind.

    Several producers may, each with the same row in its own file: on their hosts it may name different things.  A row
    that none has followed for :data:`KEPT_SECONDS` is deleted, unless it is paused.
    """
    kinds = dict(followed)
    there = set(connection.scalars(select(sources.c.name)))
    for name in sorted(kinds.keys() - there):
        add(connection, name, kinds[name], {}, name, in_file=True)
    is_followed = sources.c.in_file, sources.c.name.in_(list(kinds))
    connection.execute(update(sources).where(*is_followed).values(until=now(LEASE_SECONDS)))
    left = sources.c.in_file, sources.c.paused.is_(False), sources.c.until < now(-KEPT_SECONDS)
    connection.execute(delete(sources).where(*left))


def release(connection: Connection, holder: str, but: Collection[str] = ()) -> None:
    """Give the leases of a process up, except some, so that another process need not wait until they expire."""
    mine = sources.c.name.not_in(list(but)), sources.c.holder == holder
    connection.execute(update(sources).where(*mine).values(holder=None, until=None))
