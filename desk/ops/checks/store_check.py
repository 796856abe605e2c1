"""The store: reachable, with this release's schema, not falling behind, and set up to keep what it accepts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, false, text, update
from sqlalchemy.engine import make_url

from desk.ops.checks.check import Check, Problem, first_problem
from desk.queries.statistics import count_incomplete
from wiredesk.contract import LedgerState
from wiredesk.errors import EXIT_CONFIG
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, partitions
from wiredesk.store.linking import due
from wiredesk.store.linking.due import LinkBacklog
from wiredesk.store.migrate import Fit, Schema, fit, schema, too_new
from wiredesk.store.store_errors import LOST_PREPARED_STATEMENT, sqlstate
from wiredesk.store.tables import REVISION, checkpoints

MAX_PENDING_SECONDS = 600
"""Age of the oldest pending story above which the workers do not keep up."""
MAX_DUE_SECONDS = 120
"""Time that a stored story waits for the linker above which no linker runs, or it does not keep up."""
MAX_WRITE_SECONDS = 60
"""Time for which a transaction may have written without a commit: those of wiredesk take a second at most."""
NEARLY_ALL = 0.9
"""Share of PostgreSQL's connections above which new ones will soon be refused."""
POOLER_HINT = "append ?prepare_threshold=none to WIREDESK_STORE_URL, or use PgBouncer 1.21 or later"
DURABILITY = {
    "synchronous_commit": "a crash of the server loses accepted stories",
    "fsync": "a crash of the machine can damage the whole database",
    "full_page_writes": "a crash of the machine can damage the whole database",
}
"""PostgreSQL settings that must not be off, and what happens if they are."""


def store(settings: Settings) -> Check:
    """Check that the store is reachable, has this release's schema and does not fall behind.

    Raises:
        StoreTooNew: a later release made the schema.
        StoreUnavailable: the store does not answer, or rejects writes.
    """
    opened = Store(settings.store, pooled=False)
    file = _sqlite_file(opened)
    if file and not file.is_file():
        return Check("store", "warning", f"{file}: does not exist yet", "wiredesk run SOURCE… creates it")
    with opened.read() as connection:
        if problem := _schema_problem(opened, schema(connection)):
            return problem
        counts = ledger.counts(connection)
        oldest = ledger.oldest_pending(connection)
        incomplete = count_incomplete(connection)
        links = due.backlog(connection)
    if not file:
        _require_writable(opened)
    problems: list[Problem] = []
    if file and not (os.access(file, os.W_OK) and os.access(file.absolute().parent, os.W_OK | os.X_OK)):
        problems.append(("error", "cannot be written", "make the file and its folder writable", EXIT_CONFIG))
    if oldest is not None and oldest > MAX_PENDING_SECONDS:
        hint = "start more workers: celery -A worker worker"
        problems.append(("warning", f"the oldest story has been pending for {oldest:.0f} s", hint, 0))
    if counts[LedgerState.QUARANTINED]:
        problems.append(("warning", "some stories are quarantined", "wiredesk quarantine list", 0))
    if incomplete:
        message = f"extractors failed on {incomplete} of the newest stories, which lack their results"
        problems.append(("warning", message, "see engine.failed in their documents, or the worker's log", 0))
    problems += _linking_problems(links)
    message = f"{opened}: " + ", ".join(f"{number} {state}" for state, number in counts.items())
    return first_problem("store", message, *problems)


def _linking_problems(links: LinkBacklog) -> Iterator[Problem]:
    if links.oldest_seconds is not None and links.oldest_seconds > MAX_DUE_SECONDS:
        message = f"a stored story has waited {links.oldest_seconds:.0f} s to be linked with others"
        yield "warning", message, 'start a worker, or look for "linker" in the log of one', 0
    if links.failed:
        hint = 'look for "story not linked" in the workers\' logs; wiredesk reprocess tries again'
        yield "warning", f"{links.failed} stories could not be linked with others", hint, 0


def _require_writable(opened: Store) -> None:
    """Raise the error that a write to PostgreSQL would raise; nothing is changed."""
    with opened.write() as connection:
        connection.execute(update(checkpoints).where(false()).values(name=checkpoints.c.name))


def _schema_problem(opened: Store, found: Schema | None) -> Check | None:
    """Return what is wrong with the store's schema; None if this release can work with it.

    Raises:
        StoreTooNew: a later release made it, and this one cannot work with it.
    """
    if found is None:
        return Check("store", "warning", f"{opened}: is empty", "wiredesk migrate creates its tables")
    state = fit(found)
    if state is Fit.TOO_NEW:
        raise too_new(opened, found)
    if state is not Fit.OLDER:
        return None
    message = f"{opened}: has schema {found.revision}, this release needs {REVISION}"
    return Check("store", "error", message, "wiredesk backup FILE, then wiredesk migrate", EXIT_CONFIG)


def has_schema(opened: Store) -> bool:
    """Return whether a store exists and has this release's schema, so that its tables may be read.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    file = _sqlite_file(opened)
    if file and not file.is_file():
        return False
    with opened.read() as connection:
        found = schema(connection)
    return found is not None and fit(found) not in {Fit.OLDER, Fit.TOO_NEW}


def _sqlite_file(opened: Store) -> Path | None:
    name = make_url(opened.url).database
    return Path(name) if opened.dialect == "sqlite" and name else None


def database(settings: Settings) -> Check:
    """Check that a commit of the server is durable, that it has free connections and partitions, and its pooler."""
    opened = Store(settings.store, pooled=False)
    if opened.dialect == "sqlite":
        return Check("database", "ok", "SQLite: for one machine; more machines need PostgreSQL")
    with opened.read() as connection:
        number = _show(connection, "server_version")
        off = [name for name in DURABILITY if _show(connection, name) == "off"]
        limit = int(_show(connection, "max_connections"))
        used = connection.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"))
        name = connection.scalar(text("SELECT current_database()"))
        hanging = connection.execute(_HANGING, {"seconds": MAX_WRITE_SECONDS}).first()
        strays = partitions.strays(connection)
    problems: list[Problem] = []
    if hanging is not None:
        message = f"process {hanging.pid} has written and not committed for {hanging.seconds:.0f} s"
        hint = f"readers of changes wait for it; to end it: SELECT pg_terminate_backend({hanging.pid})"
        problems.append(("warning", message, hint, 0))
    if strays:
        message = f"no partition was made for some rows of {', '.join(strays)}; they are in the default partition"
        hint = 'look for "partitions wait" in the workers\' logs: their role must own the tables'
        problems.append(("warning", message, hint, 0))
    if _loses_prepared_statements(opened):
        problems.append(("warning", "a pooler before it loses prepared statements", POOLER_HINT, 0))
    if off:
        hint = f"set {off[0]} = on in postgresql.conf"
        if off == ["synchronous_commit"]:
            hint = f'ALTER DATABASE "{name}" SET synchronous_commit = on'
        problems.append(("warning", f"{off[0]} is off: {DURABILITY[off[0]]}", hint, 0))
    if (used or 0) > NEARLY_ALL * limit:
        hint = "raise max_connections: each worker child uses one, each worker process two"
        problems.append(("warning", "nearly all are in use", hint, 0))
    return first_problem("database", f"PostgreSQL {number}, {used} of {limit} connections", *problems)


def _loses_prepared_statements(opened: Store) -> bool:
    """Return whether a pooler gives the next transaction another session, without what was prepared in this one."""
    with opened.engine.connect() as one, opened.engine.connect() as other:
        ours: Any = one.connection.dbapi_connection
        if ours.info.backend_pid == ours.execute(_PROBE).fetchone()[0]:  # no pooler: the server's own process
            return False
        try:
            for _ in range(2):
                ours.execute(_PROBE, prepare=True)
                ours.commit()
                other.execute(text(_PROBE))  # keeps the session that the first one had
        except opened.engine.dialect.loaded_dbapi.Error as error:
            if sqlstate(error) in LOST_PREPARED_STATEMENT:
                return True
            raise
    return False


_PROBE = "SELECT pg_backend_pid()"
_HANGING = text(
    "SELECT pid, extract(epoch FROM clock_timestamp() - xact_start) AS seconds FROM pg_stat_activity "
    "WHERE backend_xid IS NOT NULL AND xact_start < clock_timestamp() - make_interval(secs => :seconds) "
    "ORDER BY xact_start LIMIT 1"
)


def _show(connection: Connection, name: str) -> str:
    return str(connection.scalar(text(f"SHOW {name}")))
