"""Runs a statement of a reader: on a connection that cannot write, for a limited time, up to a limit of rows.

On SQLite the connection is opened for reading and an authorizer lets it read the tables through the views only:
each view reads them through one whose name nobody can guess.  On PostgreSQL the transaction is read-only, the store's
tables are on no search path and their schema cannot be named; the plan tells whether the statement reads another table.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import quote

from desk.queries.query_syntax import BadQuery
from desk.sql.sql_text import Statement, functions, parse_statement
from desk.sql.sql_views import TABLES, VIEWS, view_sql
from wiredesk.errors import StoreUnavailable, WiredeskError
from wiredesk.store import Store
from wiredesk.store.partitions import table_of

MAX_RUNNING = 2
"""Statements that one process runs at once: each may keep a core busy."""
MAX_ANSWER_CHARACTERS = 5_000_000
"""Characters of an answer; bounds the memory."""
MAX_VALUE_BYTES = 10_000_000
"""Longest text that SQLite makes."""
STEPS_BETWEEN_LOOKS = 10_000
"""Instructions of SQLite's machine, about a millisecond, between two looks at the clock."""
_running = BoundedSemaphore(MAX_RUNNING)


class SqlBusy(WiredeskError):
    """Too many statements run at once."""


class SqlTimeout(BadQuery):
    """The statement ran for longer than it may."""


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """The rows of a statement."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    """Text, numbers, truth values, null; times as text (ISO 8601)."""
    is_cut: bool
    """Whether there are more rows than may be returned."""
    seconds: float


def run_sql(store: Store, text: str, *, seconds: float, rows: int) -> SqlAnswer:
    """Run a statement.

    Args:
        seconds: time after which it is stopped.
        rows: most rows that are returned.

    Raises:
        BadQuery: it is not one SELECT of what readers may see, or the database refuses it.
        SqlTimeout: it ran out of time.
        SqlBusy: too many statements run at once.
        StoreUnavailable: the store does not answer.
    """
    if not _running.acquire(blocking=False):
        raise SqlBusy("sql", f"{MAX_RUNNING} statements are running", "try again in a moment")
    try:
        began = time.monotonic()
        run = _run_sqlite if store.dialect == "sqlite" else _run_postgres
        columns, found, is_cut = run(store, text, seconds, rows)
        return SqlAnswer(columns, found, is_cut, time.monotonic() - began)
    finally:
        _running.release()


_Found = tuple[tuple[str, ...], tuple[tuple[Any, ...], ...], bool]


def _run_sqlite(store: Store, text: str, seconds: float, rows: int) -> _Found:
    statement = parse_statement(text)
    if store.file is None:
        raise BadQuery("sql", "this store is no file", "use a file or PostgreSQL")
    address = f"file:{quote(str(store.file))}?mode=ro"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise StoreUnavailable(str(store), str(error), "check the file") from error
    try:
        _guard_sqlite(connection, statement)
        deadline = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
        cursor = connection.execute(statement.sql)
        columns = tuple(column[0] for column in cursor.description or ())
        found, is_cut = _taken(cursor, rows)
    except sqlite3.Error as error:
        raise _refused(str(error), seconds) from None
    finally:
        connection.close()
    return columns, found, is_cut


def _guard_sqlite(connection: sqlite3.Connection, statement: Statement) -> None:
    """Make the views that a statement names, and let it read nothing else."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA temp_store = MEMORY")
    hidden = f"_w_{secrets.token_hex(8)}_"
    for name in sorted(statement.names & VIEWS.keys()):
        connection.execute(f"CREATE TEMP VIEW {hidden}{name} AS {view_sql(name, 'sqlite', 'main')}")
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM {hidden}{name}")
    connection.execute("PRAGMA query_only = ON")
    allowed = functions() | {"like", "glob"}

    def may(action: int, one: str | None, two: str | None, schema: str | None, by: str | None) -> int:
        if action == sqlite3.SQLITE_SELECT:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION:
            inside = by is not None and by.startswith(hidden)
            return sqlite3.SQLITE_OK if inside or (two or "").lower() in allowed else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_READ:
            return (
                sqlite3.SQLITE_OK
                if _may_read(one or "", two or "", schema, by or "", hidden, statement)
                else sqlite3.SQLITE_DENY
            )
        return sqlite3.SQLITE_DENY

    connection.set_authorizer(may)


def _may_read(table: str, column: str, schema: str | None, by: str, hidden: str, statement: Statement) -> bool:
    """Return whether a column may be read: of a view, or of a table by the hidden part of a view.

    SQLite asks without a column and without the reader where it has left a join out that adds nothing.
    """
    if schema == "main":
        is_left_out = not column and table not in statement.names
        return table in TABLES and (by.startswith(hidden) or is_left_out)
    if schema == "temp":
        return table in VIEWS or table.startswith(hidden)
    return table in VIEWS or not table  # a common table expression, or a count of rows


def _run_postgres(store: Store, text: str, seconds: float, rows: int) -> _Found:
    with _postgres(store) as (cursor, schema):
        statement = parse_statement(text, hidden=schema)
        quoted = '"' + schema.replace('"', '""') + '"'
        views = [
            f"{name} AS NOT MATERIALIZED ({view_sql(name, 'postgresql', quoted)})"
            for name in sorted(statement.names & VIEWS.keys())
        ]
        sql = statement.after(", ".join(views))
        limits = {
            "statement_timeout": str(max(1, int(seconds * 1000))), "lock_timeout": str(max(1, int(seconds * 1000))),
            "search_path": "pg_catalog", "standard_conforming_strings": "on",
            "max_parallel_workers_per_gather": "0", "TimeZone": "UTC",
        }  # fmt: skip
        try:
            for name, value in limits.items():
                cursor.execute("SELECT set_config(%s, %s, true)", (name, value))
            cursor.execute(f"EXPLAIN (VERBOSE, FORMAT JSON) {sql}".encode())
            _check_plan(cursor.fetchone()[0], schema)
            cursor.execute(f"DECLARE answer NO SCROLL CURSOR FOR {sql}".encode())
            cursor.execute(f"FETCH {rows + 1} FROM answer".encode())
        except Exception as error:
            raise _refused_by_postgres(store, error, seconds) from None
        columns = tuple(column[0] for column in cursor.description or ())
        found, is_cut = _taken(cursor, rows)
    return columns, found, is_cut


@contextmanager
def _postgres(store: Store) -> Iterator[tuple[Any, str]]:
    """Provide a cursor in a read-only transaction, and the schema of the store's tables."""
    with store.read() as connection:
        schema = str(connection.exec_driver_sql("SELECT current_schema()").scalar())
        raw: Any = connection.connection.dbapi_connection
        with raw.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            try:
                yield cursor, schema
            finally:
                connection.rollback()


def _check_plan(plan: Any, schema: str) -> None:
    """Check that a plan reads the tables of the views alone.

    Raises:
        BadQuery: it reads another table.
    """
    if isinstance(plan, list):
        for one in plan:
            _check_plan(one, schema)
    elif isinstance(plan, dict):
        table = plan.get("Relation Name")
        if table is not None and (plan.get("Schema") != schema or table_of(table) not in TABLES):
            raise BadQuery("sql", f"{str(table)[:60]} cannot be read", "the page of SQL lists the tables")
        for value in plan.values():
            _check_plan(value, schema)


def _taken(cursor: Any, rows: int) -> tuple[tuple[tuple[Any, ...], ...], bool]:
    """Return the rows of a cursor up to the limits, and whether there are more."""
    found: list[tuple[Any, ...]] = []
    characters = 0
    for row in cursor:
        if len(found) >= rows or characters > MAX_ANSWER_CHARACTERS:
            return tuple(found), True
        values = tuple(map(_plain, row))
        characters += sum(len(value) for value in values if isinstance(value, str))
        found.append(values)
    return tuple(found), False


def _plain(value: Any) -> Any:
    """Return a value as JSON and CSV have it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


_LINE = re.compile(r"\s+")
_HIDDEN_NAME = re.compile(r"_w_[0-9a-f]{16}_")


def _refused(message: str, seconds: float) -> BadQuery:
    if message == "interrupted":
        return _too_long(seconds)
    if "prohibited" in message or "not authorized" in message:
        return BadQuery("sql", "this cannot be read here", "the page of SQL lists the tables")
    text = _HIDDEN_NAME.sub("", _LINE.sub(" ", message))[:300]
    return BadQuery("sql", text, "correct the statement")


def _refused_by_postgres(store: Store, error: Exception, seconds: float) -> Exception:
    if isinstance(error, BadQuery):
        return error
    code = getattr(error, "sqlstate", None)
    if code is None:
        return StoreUnavailable(str(store), _LINE.sub(" ", str(error))[:300], "try again in a moment")
    if code == "57014":
        return _too_long(seconds)
    primary = getattr(getattr(error, "diag", None), "message_primary", None) or str(error)
    return BadQuery("sql", _LINE.sub(" ", str(primary))[:300], "correct the statement")


def _too_long(seconds: float) -> SqlTimeout:
    return SqlTimeout("sql", f"stopped after {seconds:g} seconds", "ask for less, or join by seq")
