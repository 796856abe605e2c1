"""Connections: one engine a process, write transactions that take their lock first, errors in our own words."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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
from wiredesk.settings import without_secret

# It writes a traceback where a connection that is gone cannot be rolled back; whoever asks next is told in our words.
logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
BUSY_SECONDS = 60
"""How long a SQLite writer waits for another before the store counts as unavailable."""

SWITCH_SECONDS = 10
"""How long two processes that make one SQLite file are given."""

PEER_SECONDS = 20
"""How long a peer that gives no sign of life is waited for (PostgreSQL), about.

The system waits for hours, and a server would keep the locks of a host that is gone for that long.  Below the lease.
"""

_DAMAGED = ("malformed", "not a database", "file is encrypted")
_DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}


class Store:
    """An open store.  Connects at first use; safe to hand to a forked child, which must call :meth:`after_fork`."""

    def __init__(self, url: str, *, durable: bool = False, pooled: bool = True) -> None:
        """``durable``: each commit is on disk before it returns (SQLite); else after a power cut the last may be gone.

        Raises:
            ConfigError: the URL names no database that wiredesk speaks.
        """
        self.url, self.durable = url, durable
        self.engine = _engine(url, durable=durable, pooled=pooled)
        self.dialect = self.engine.dialect.name

    def __str__(self) -> str:
        return without_secret(self.url)

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[Connection]:
        """One transaction that holds the write lock from its start on SQLite; committed at the end of the block.

        Args:
            durable: False for what may be gone after a power cut, and need not wait for the disk (SQLite).
        """
        with self._translate_errors(), self.engine.connect() as plain:
            connection = plain.execution_options(wiredesk_durable=durable)
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A snapshot to read from."""
        with self._translate_errors(), self.engine.connect().execution_options(wiredesk_read=True) as connection:
            yield connection

    def after_fork(self) -> None:
        """Forget the parent's connections without closing them."""
        self.engine.dispose(close=False)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        try:
            yield
        except WiredeskError:
            raise
        except SQLAlchemyError as error:
            raise to_store_error(error, str(self)) from error


def to_store_error(error: SQLAlchemyError, url: str) -> Exception:
    """The database's error in our tree: unavailable (retry), misconfigured (stop), or itself where it is a bug."""
    cause = (str(getattr(error, "orig", None) or error).strip() or type(error).__name__).splitlines()[0]
    subject = f"store {url}"
    if "index row" in cause:  # a value of the story's is at fault, not the store
        return error
    if any(word in cause for word in _DAMAGED):
        return ConfigError(subject, cause, "restore a backup, or move the file away to begin a new store")
    if url.startswith("sqlite") and ("unable to open" in cause or "disk I/O" in cause) and (found := _folder(url)):
        cause = f"{cause}: its folder {found}"
        if found != "is full":
            return ConfigError(subject, cause, "make it and let it be written, or name another (WIREDESK_HOME)")
    if "readonly" in cause or "read-only" in cause:
        return ConfigError(subject, cause, "make the file and its folder writable")
    if "password" in cause or "authentication" in cause:
        return ConfigError(subject, cause, "correct the user and password in WIREDESK_STORE_URL")
    if "permission denied" in cause:
        return ConfigError(subject, cause, "grant its user the right to make and write tables there")
    if "deadlock" in cause or "serialize" in cause:
        return StoreConflict(subject, cause, "try again")
    if "full" in cause or "No space" in cause:
        return StoreUnavailable(subject, cause, "free some space; nothing accepted is lost")
    if "disk" in cause or "locked" in cause or "unable to open" in cause:
        return StoreUnavailable(subject, cause, "look at the disk, and at who else has the file open")
    if isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return StoreUnavailable(subject, cause, "start it, or correct WIREDESK_STORE_URL")
    return error


def _folder(url: str) -> str:
    """What is wrong with the folder of a SQLite file."""
    name = make_url(url).database or ""
    return write_problem(Path(name.removeprefix("file:").split("?")[0]).absolute().parent)


def _engine(url: str, *, durable: bool, pooled: bool) -> Engine:
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
        if name not in _DRIVERS:
            raise ConfigError("WIREDESK_STORE_URL", f"{name} is no store", "give a sqlite:/// or postgresql:// URL")
        options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        if name == "postgresql":
            options["pool_pre_ping"] = pooled
            parsed = parsed.set(query=_TCP_TIMEOUTS | dict(parsed.query))
        engine = create_engine(parsed, **options)
    except (ArgumentError, NoSuchModuleError) as error:
        raise ConfigError("WIREDESK_STORE_URL", str(error), "give a sqlite:/// or postgresql:// URL") from None
    if name == "postgresql":
        _set_server_keepalives(engine)
    if name == "sqlite":  # PostgreSQL always waits for its disk: a crash of the server would take back what a living
        _tune_sqlite(engine, durable)  # worker has told itself, and leave a story leased that nobody reads
    return engine


_TCP_TIMEOUTS = {
    "connect_timeout": "10",
    "client_encoding": "utf8",
    "tcp_user_timeout": str(PEER_SECONDS * 1000),
    "keepalives_idle": str(PEER_SECONDS // 2),
    "keepalives_interval": str(PEER_SECONDS // 4),
    "keepalives_count": "2",
}
"""For the client's side of a connection (libpq)."""


def _set_server_keepalives(engine: Engine) -> None:
    """Let the server be as impatient with us as we are with it; over a Unix socket it ignores that."""
    names = {"tcp_user_timeout", "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count"}
    values = {name: _TCP_TIMEOUTS[name.replace("tcp_keep", "keep")] for name in sorted(names)}
    statement = "SELECT " + ", ".join(f"set_config('{name}', '{value}', false)" for name, value in values.items())

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute(statement)
        connection.autocommit = False


def _tune_sqlite(engine: Engine, durable: bool) -> None:
    """WAL, our own BEGIN (a writer locks first, so that it can't fail later), foreign keys."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        _write_ahead(cursor)
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


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch to the write-ahead log.  SQLite doesn't wait for another process that does so at the same moment."""
    end = time.monotonic() + SWITCH_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.05)
