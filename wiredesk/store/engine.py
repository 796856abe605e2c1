"""Connections: one engine for each process, write transactions that lock first, database errors as errors of ours."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.pool import NullPool

from wiredesk.disk import write_problem
from wiredesk.errors import ConfigError, StoreConflict, StoreUnavailable, WiredeskError
from wiredesk.retry import Backoff, retry
from wiredesk.settings import without_secret

BUSY_SECONDS = 60
"""Seconds that a SQLite writer waits for another writer before the store counts as unavailable."""

WAL_SWITCH_SECONDS = 10
"""Seconds for which a process retries to set up a SQLite file while another process sets up the same file."""

DEAD_PEER_SECONDS = 20
"""Approximate time after which a silent peer counts as dead (PostgreSQL).

The operating system waits for hours, and a server would keep the locks of a dead host for that long.  It is shorter
than the default lease, so that locks are gone when the lease expires.
"""

_POOL_LOGGER = "wiredesk"
"""Suffix of the logger of our connection pools; other engines in the process keep their own."""
_DATABASES = ("sqlite", "postgresql")


class Store:
    """An open store.  Connects at first use; safe to hand to a forked child, which must call :meth:`after_fork`."""

    def __init__(self, url: str, *, durable: bool = False, pooled: bool = True) -> None:
        """Make the engine, without connecting.

        Args:
            url: an SQLAlchemy URL.
            durable: on SQLite, each commit is on disk before it returns; without it a power cut may undo the last
                ones.  PostgreSQL always waits for its disk.
            pooled: keep connections open between transactions.

        Raises:
            ConfigError: the URL names a database that wiredesk does not support.
        """
        self.url, self.durable = url, durable
        self.engine = _create_engine(url, durable=durable, pooled=pooled)
        self.dialect = self.engine.dialect.name

    def __str__(self) -> str:
        return without_secret(self.url)

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """Open a transaction that is committed at the end of the block; on SQLite it takes the write lock first.

        Args:
            durable: False for changes that a power cut may undo, which need not wait for the disk (SQLite).
        """
        with self._translate_errors(), self.engine.connect() as plain:
            connection = plain.execution_options(wiredesk_durable=durable)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a snapshot to read from."""
        with self._translate_errors(), self.engine.connect().execution_options(wiredesk_read=True) as connection:
            yield connection

    def after_fork(self) -> None:
        """Forget the parent's connections without closing them."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except WiredeskError:
            raise
        except SQLAlchemyError as error:
            raise to_store_error(error, str(self)) from error


class StoreErrorRule(NamedTuple):
    """The error of ours that replaces a database's error, by its message."""

    pattern: re.Pattern[str]
    error: type[WiredeskError]
    hint: str


STORE_ERROR_RULES = tuple(
    StoreErrorRule(re.compile(pattern), error, hint)
    for pattern, error, hint in (
        (
            "malformed|not a database|file is encrypted",
            ConfigError,
            "restore a backup, or move the file away to start a new store",
        ),
        ("readonly|read-only", ConfigError, "make the file and its folder writable"),
        ("password|authentication", ConfigError, "correct the user and password in WIREDESK_STORE_URL"),
        ("permission denied", ConfigError, "grant the user the right to create and write tables there"),
        ("deadlock|serialize", StoreConflict, "try again"),
        (r"is full|No space", StoreUnavailable, "free some space; nothing accepted is lost"),
        ("disk|locked|unable to open", StoreUnavailable, "check the disk, and which process has the file open"),
    )
)
"""Parts of the messages of SQLite, PostgreSQL and psycopg; the first row that matches counts."""


def to_store_error(error: SQLAlchemyError, url: str) -> Exception:
    """Return a database's error as one of ours, or unchanged where a story's value or a bug of ours caused it."""
    cause = (str(getattr(error, "orig", None) or error).strip() or type(error).__name__).splitlines()[0]
    subject = f"store {url}"
    if "index row" in cause:  # PostgreSQL: a value is too long for an index
        return error
    if url.startswith("sqlite") and re.search("unable to open|disk I/O", cause) and (problem := _folder_problem(url)):
        cause = f"{cause}: its folder {problem}"
        if problem != "is full":
            return ConfigError(subject, cause, "create the folder or make it writable, or set WIREDESK_HOME to another")
    for rule in STORE_ERROR_RULES:
        if rule.pattern.search(cause):
            return rule.error(subject, cause, rule.hint)
    if isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return StoreUnavailable(subject, cause, "start it, or correct WIREDESK_STORE_URL")
    return error


def _folder_problem(url: str) -> str:
    """Return why the folder of a SQLite file cannot be written; empty where it can."""
    name = make_url(url).database or ""
    return write_problem(Path(name.removeprefix("file:").split("?")[0]).absolute().parent)


def _create_engine(url: str, *, durable: bool, pooled: bool) -> Engine:
    hint = "give a sqlite:/// or postgresql:// URL"
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
        if name not in _DATABASES:
            raise ConfigError("WIREDESK_STORE_URL", f'unsupported database "{name}"', hint)
        options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        if name == "postgresql":
            options["pool_pre_ping"] = pooled
            parsed = parsed.set(query=_TCP_TIMEOUTS | dict(parsed.query))
        engine = create_engine(parsed, pool_logging_name=_POOL_LOGGER, **options)
    except (ArgumentError, NoSuchModuleError) as error:
        raise ConfigError("WIREDESK_STORE_URL", str(error), hint) from None
    # The pool logs a traceback if it cannot roll back a lost connection; the caller gets our own error instead.
    pool = type(engine.pool)
    logging.getLogger(f"{pool.__module__}.{pool.__name__}.{_POOL_LOGGER}").setLevel(logging.CRITICAL)
    # Commits on PostgreSQL are always durable: a crash of the server would otherwise undo what a living worker relies
    # on, and leave a story leased that nobody processes.
    if name == "postgresql":
        _set_server_keepalives(engine)
    else:
        _tune_sqlite(engine, durable)
    return engine


_TCP_TIMEOUTS = {
    "connect_timeout": "10",
    "client_encoding": "utf8",
    "tcp_user_timeout": str(DEAD_PEER_SECONDS * 1000),
    "keepalives_idle": str(DEAD_PEER_SECONDS // 2),
    "keepalives_interval": str(DEAD_PEER_SECONDS // 4),
    "keepalives_count": "2",
}
"""Options of libpq for the client's side of a connection: seconds, ``tcp_user_timeout`` milliseconds."""


def _set_server_keepalives(engine: Engine) -> None:
    """Set the same timeouts for the server's side of each connection; over a Unix socket the server ignores them."""
    names = {"tcp_user_timeout", "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"}
    values = {name: _TCP_TIMEOUTS[name.replace("tcp_keep", "keep")] for name in sorted(names)}
    statement = "SELECT " + ", ".join(f"set_config('{name}', '{value}', false)" for name, value in values.items())

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute(statement)
        connection.autocommit = False


def _tune_sqlite(engine: Engine, durable: bool) -> None:
    """Set the write-ahead log, foreign keys, and our own BEGIN: a writer locks first, so that it cannot fail later."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        _use_write_ahead_log(cursor)
        cursor.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("wiredesk_read"):
            connection.exec_driver_sql("BEGIN")
            return
        if durable:
            cursor = connection.connection.cursor()
            cursor.execute(f"PRAGMA synchronous = {'FULL' if options.get('wiredesk_durable', True) else 'NORMAL'}")
            cursor.close()
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _use_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Switch to the write-ahead log.  SQLite does not wait for another process that switches at the same moment."""
    retry(
        lambda: cursor.execute("PRAGMA journal_mode = WAL"),
        sqlite3.OperationalError,
        Backoff(first_seconds=0.05, max_seconds=0.05, total_seconds=WAL_SWITCH_SECONDS),
        is_temporary=lambda error: "locked" in str(error),
    )
