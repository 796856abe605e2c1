"""Connections: one engine for each process, write transactions that lock first, database errors as errors of ours."""

from __future__ import annotations

import logging
import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from wiredesk.errors import ConfigError, StoreUnusable, WiredeskError
from wiredesk.retry import Backoff, retry
from wiredesk.settings import without_secret
from wiredesk.store.store_errors import LOST_PREPARED_STATEMENT, sqlstate, to_store_error

log = structlog.get_logger()
BUSY_SECONDS = 60
"""Seconds that a SQLite writer waits for another writer before the store counts as unavailable."""

LOCK_BACKOFF = Backoff(first_seconds=0.0005, max_seconds=0.004, total_seconds=BUSY_SECONDS)
"""Pauses between two looks for SQLite's write lock: about as long as a transaction of a worker."""

WAL_SWITCH_SECONDS = 10
"""Seconds for which a process retries to set up a SQLite file while another process sets up the same file."""

MAX_IDLE_WAL_BYTES = 16 * 1024 * 1024
"""Size to which SQLite's write-ahead log is cut when it begins from the front again.

A reader that stays for long lets it grow; without a limit it would keep that size.  At other times SQLite begins from
the front at about this size, so cutting costs nothing then.
"""
CHECKPOINT_PAGES = 4000
"""Pages of 4 kB in the write-ahead log from which on they are copied into the file: a page that many stories change is
copied once for all of them."""

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
        self._prepared = _PreparedStatements()
        self.engine = _create_engine(url, self._prepared, durable=durable, pooled=pooled)
        self._stale = _StaleConnections(self.engine)
        self.dialect = self.engine.dialect.name
        weakref.finalize(self, _close_at_end, self.engine, os.getpid())

    def __str__(self) -> str:
        return without_secret(self.url)

    @property
    def file(self) -> Path | None:
        """The file of a SQLite store; None for a server, and for a URI with parameters of SQLite's own."""
        name = self.engine.url.database
        return Path(name) if self.dialect == "sqlite" and name and not name.startswith((":", "file:")) else None

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

    def close_files(self) -> None:
        """Close the connections to a SQLite file, which a forked child must not inherit; those to a server stay open.

        psycopg closes a connection in the process only that opened it.
        """
        if self.dialect == "sqlite":
            self.engine.dispose()

    def close(self) -> None:
        """Close every connection; what is in use is closed when it returns."""
        self._stale.replace()
        self.engine.dispose()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except WiredeskError:
            raise
        except SQLAlchemyError as error:
            found = to_store_error(error, str(self))
            if isinstance(found, StoreUnusable):  # the next try connects again: to the new primary after a failover
                self._stale.replace()
                self.close_files()
            if sqlstate(error) in LOST_PREPARED_STATEMENT and self._prepared.is_on:
                self._prepared.is_on = False
                log.warning(
                    "the pooler before the store keeps no prepared statements: going on without", store=str(self)
                )
            raise found from error


def _close_at_end(engine: Engine, pid: int) -> None:
    """Close the connections of a store that nobody has closed when it is gone, or at the end of the process: only then
    SQLite removes its write-ahead log.  A forked child leaves those of its parent alone."""
    if os.getpid() == pid:
        engine.dispose()


class _StaleConnections:
    """Which connections are not used again: the server was found unusable, or the store was closed.

    One that is in use is closed when it returns, another one when it is asked for next, and the pool connects again.
    To dispose of the pool would leave open what other threads have from it, or are about to get.
    """

    def __init__(self, engine: Engine) -> None:
        self._replaced = 0
        event.listen(engine, "connect", self._note)
        event.listen(engine, "checkout", self._check)
        event.listen(engine, "checkin", self._close)

    def replace(self) -> None:
        """Use no connection again that there is by now."""
        self._replaced += 1

    def _note(self, _connection: Any, record: Any) -> None:
        record.info["replaced"] = self._replaced

    def _is_stale(self, record: Any) -> bool:
        return bool(record.info.get("replaced", self._replaced) != self._replaced)

    def _check(self, _connection: Any, record: Any, _fairy: Any) -> None:
        if self._is_stale(record):
            raise DisconnectionError("the server was unusable")  # the pool closes it and connects again

    def _close(self, _connection: Any, record: Any) -> None:
        if self._is_stale(record):
            record.invalidate()


class _PreparedStatements:
    """Whether new connections to PostgreSQL prepare what they repeat; psycopg does after ``threshold`` executions.

    A pooler that gives each transaction another session of the server loses what was prepared in the one before.
    """

    def __init__(self) -> None:
        self.threshold, self.is_on = _PREPARE_THRESHOLD, True

    def configure(self, text: str) -> None:
        """Take ``prepare_threshold`` of a URL: a number of executions, or ``none``."""
        try:
            self.threshold = int(text)
        except ValueError:
            if text.lower() != "none":
                cause = f'prepare_threshold is "{text}"'
                raise ConfigError("WIREDESK_STORE_URL", cause, "give a number of executions, or none") from None
            self.is_on = False

    def apply(self, connection: Any) -> None:
        """Set a new connection of psycopg up."""
        connection.prepare_threshold = self.threshold if self.is_on else None


_PREPARE_THRESHOLD = 5
"""Executions of a statement after which psycopg prepares it: its own default."""


def _create_engine(url: str, prepared: _PreparedStatements, *, durable: bool, pooled: bool) -> Engine:
    hint = "give a sqlite:/// or postgresql:// URL"
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
        if name not in _DATABASES:
            raise ConfigError("WIREDESK_STORE_URL", f'unsupported database "{name}"', hint)
        options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        if name == "postgresql":
            options["pool_pre_ping"] = pooled
            query = _TCP_TIMEOUTS | dict(parsed.query)
            prepared.configure(str(query.pop("prepare_threshold", _PREPARE_THRESHOLD)))
            parsed = parsed.set(query=query)
        engine = create_engine(parsed, pool_logging_name=_POOL_LOGGER, **options)
    except (ArgumentError, NoSuchModuleError) as error:
        raise ConfigError("WIREDESK_STORE_URL", str(error), hint) from None
    except ValueError:  # SQLAlchemy reads the port by int()
        raise ConfigError("WIREDESK_STORE_URL", "the port is no number", hint) from None
    # The pool logs a traceback if it cannot roll back a lost connection; the caller gets our own error instead.
    pool = type(engine.pool)
    logging.getLogger(f"{pool.__module__}.{pool.__name__}.{_POOL_LOGGER}").setLevel(logging.CRITICAL)
    # Commits on PostgreSQL are always durable: a crash of the server would otherwise undo what a living worker relies
    # on, and leave a story leased that nobody processes.
    if name == "postgresql":
        _set_up_postgres(engine, prepared)
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


_RANDOM_PAGE_COST = 1.1
"""What reading one page of a table or an index costs the planner, where a page read in order costs 1."""


def _set_up_postgres(engine: Engine, prepared: _PreparedStatements) -> None:
    """Set the same timeouts for the server's side of each connection; over a Unix socket the server ignores them.

    Just-in-time compilation is off: it adds 50 ms and more to a query of 50 ms.  Times come in UTC: the driver takes
    half as long to read them.  A page read out of order costs the planner little more than one read in order, as
    PostgreSQL's manual advises for what is in memory or on a solid-state disk: with the default of 4 it would rather
    read a whole partition than look ten thousand stories up in each.  A server that has another value keeps it.
    """
    names = {"tcp_user_timeout", "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"}
    values = {name: _TCP_TIMEOUTS[name.replace("tcp_keep", "keep")] for name in sorted(names)}
    values |= {"jit": "off", "timezone": "UTC"}
    settings = [f"set_config('{name}', '{value}', false)" for name, value in values.items()]
    cost = f"CASE current_setting('random_page_cost') WHEN '4' THEN '{_RANDOM_PAGE_COST}' END"
    settings.append(f"set_config('random_page_cost', coalesce({cost}, current_setting('random_page_cost')), false)")
    statement = f"SELECT {', '.join(settings)}"

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        prepared.apply(connection)
        try:
            connection.autocommit = True
            connection.execute(statement)
            connection.autocommit = False
        except BaseException:
            connection.close()  # the pool has not seen it yet, and leaves it open
            raise


def _tune_sqlite(engine: Engine, durable: bool) -> None:
    """Set the write-ahead log, foreign keys, and our own BEGIN: a writer locks first, so that it cannot fail later."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        _use_write_ahead_log(cursor)
        cursor.execute(f"PRAGMA journal_size_limit = {MAX_IDLE_WAL_BYTES}")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
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
        _lock_for_writing(connection)


def _lock_for_writing(connection: Connection) -> None:
    """Begin a transaction that holds the write lock.

    SQLite's own handler would sleep up to 100 ms between two looks for the lock, while a worker holds it for 2 ms.
    """
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 0")
    try:
        retry(lambda: cursor.execute("BEGIN IMMEDIATE"), sqlite3.OperationalError, LOCK_BACKOFF, is_temporary=_is_busy)
    except sqlite3.Error:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, for an error of SQLAlchemy's own
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.close()


def _is_busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _use_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Switch to the write-ahead log.  SQLite does not wait for another process that switches at the same moment."""
    retry(
        lambda: cursor.execute("PRAGMA journal_mode = WAL"),
        sqlite3.OperationalError,
        Backoff(first_seconds=0.05, max_seconds=0.05, total_seconds=WAL_SWITCH_SECONDS),
        is_temporary=lambda error: "locked" in str(error),
    )
