"""The store: reachable, of this release's schema, not falling behind, and set up to keep what it accepts."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from desk.ops.checks.check import Check, worst
from wiredesk.errors import EXIT_CONFIG, StoreTooNew
from wiredesk.settings import Settings
from wiredesk.store import Store

OLD_SECONDS = 600
"""A story that has waited longer than this means that no worker keeps up."""
KEEPING = {
    "synchronous_commit": "a crash of the server forgets stories that were accepted",
    "fsync": "a crash of the machine can damage the whole database",
    "full_page_writes": "a crash of the machine can damage the whole database",
}
"""Settings of PostgreSQL that must not be off, and what is at stake."""


def store(settings: Settings) -> Check:
    """Reachable, of this release's schema, and not falling behind.  Nothing is made or changed."""
    from wiredesk.store import ledger
    from wiredesk.store.migrate import known_revisions, revision
    from wiredesk.store.tables import REVISION

    opened = Store(settings.store, pooled=False)
    file = _file(opened)
    if file and not file.is_file():
        return Check("store", "warning", f"{file}: none yet", "wiredesk run SOURCE… makes it")
    with opened.read() as connection:
        found = revision(connection)
        if found is None:
            return Check("store", "warning", f"{opened}: is empty", "wiredesk migrate makes its tables")
        if found != REVISION and found not in known_revisions():
            cause = f"has schema {found}, this release knows {REVISION}"
            raise StoreTooNew(f"store {opened}", cause, "upgrade wiredesk, or name another store")
        if found != REVISION:
            says = f"{opened}: has schema {found}, this release wants {REVISION}"
            return Check("store", "error", says, "wiredesk backup FILE, then wiredesk migrate", EXIT_CONFIG)
        counts = ledger.counts(connection)
        oldest = ledger.oldest_pending(connection)
    says = f"{opened}: " + ", ".join(f"{number} {state}" for state, number in counts.items())
    late = oldest is not None and oldest > OLD_SECONDS
    return worst(
        "store",
        says,
        ("error", "cannot be written", "make the file and its folder writable", EXIT_CONFIG)
        if file and not (os.access(file, os.W_OK) and os.access(file.absolute().parent, os.W_OK | os.X_OK))
        else None,
        ("warning", f"the oldest waits {oldest:.0f} s", "start more workers: celery -A worker worker", 0)
        if late
        else None,
        ("warning", "some were set aside", "wiredesk quarantine list", 0) if counts["quarantined"] else None,
    )


def _file(opened: Store) -> Path | None:
    """SQLite's file."""
    name = make_url(opened.url).database
    return Path(name) if opened.dialect == "sqlite" and name else None


def database(settings: Settings) -> Check:
    """What the database server promises: that a commit is on its disk, and connections for everybody."""
    opened = Store(settings.store, pooled=False)
    if opened.dialect == "sqlite":
        says = "SQLite: for one machine; more machines need PostgreSQL"
        return Check("database", "ok", says)
    with opened.read() as connection:
        number = _show(connection, "server_version")
        off = [name for name in KEEPING if _show(connection, name) == "off"]
        most = int(_show(connection, "max_connections"))
        taken = connection.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"))
        owner = connection.scalar(text("SELECT current_database()"))
    says = f"PostgreSQL {number}, {taken} of {most} connections"
    hint = f'ALTER DATABASE "{owner}" SET synchronous_commit = on' if off == ["synchronous_commit"] else ""
    return worst(
        "database",
        says,
        ("warning", f"{off[0]} is off: {KEEPING[off[0]]}", hint or f"set {off[0]} = on in postgresql.conf", 0)
        if off
        else None,
        ("warning", "nearly all are taken", "raise max_connections: each worker child takes one, each worker two", 0)
        if (taken or 0) > 0.9 * most
        else None,
    )


def _show(connection: Connection, name: str) -> str:
    return str(connection.scalar(text(f"SHOW {name}")))
