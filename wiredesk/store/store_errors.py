"""A database's errors as errors of ours: whose fault an error is, and the way out.

An error of a story's own data stays as it is, and counts against the story.  Everything else is the store's: the caller
waits, and no story pays for it.  PostgreSQL tells the two apart by the class of its SQLSTATE (PostgreSQL, appendix A);
SQLite and the drivers by the class of their exception (PEP 249).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from wiredesk.disk import write_problem
from wiredesk.errors import StoreConflict, StoreDiskError, StoreUnavailable, StoreUnusable

DATA_CLASSES = frozenset({"22", "23", "54"})
"""Classes of SQLSTATE that a value causes: data exception, violated constraint, program limit exceeded."""
LOST_PREPARED_STATEMENT = frozenset({"26000", "42P05"})
"""SQLSTATE of a prepared statement that does not exist, or exists already: a pooler gave the session to another."""
READ_ONLY = "25006"
"""SQLSTATE of a write in a read-only transaction."""


class StoreErrorRule(NamedTuple):
    """The error of ours that replaces a database's error, by its SQLSTATE or, where it has none, by its message.

    ``states`` are beginnings of a SQLSTATE: a server's messages may be in any language.
    """

    pattern: re.Pattern[str]
    states: tuple[str, ...]
    error: type[StoreUnavailable]
    hint: str
    postgres_hint: str = ""
    """The way out on PostgreSQL, where it is another one."""

    def matches(self, state: str, message: str) -> bool:
        """Return whether the rule is about an error with this SQLSTATE, which may be empty, and message."""
        return bool(state and state.startswith(self.states)) or self.pattern.search(message) is not None


_READ_ONLY_POSTGRES = "name the primary in WIREDESK_STORE_URL, or switch default_transaction_read_only off"
_PREPARED = "append ?prepare_threshold=none to WIREDESK_STORE_URL, or use PgBouncer 1.21 or later"


def _rule(
    pattern: str, states: str, error: type[StoreUnavailable], hint: str, postgres_hint: str = ""
) -> StoreErrorRule:
    return StoreErrorRule(re.compile(pattern), tuple(states.split()), error, hint, postgres_hint)


STORE_ERROR_RULES = (
    _rule(
        "malformed|not a database|file is encrypted",
        "XX001 XX002",
        StoreUnusable,
        "restore a backup, or move the file away to start a new store",
        "see the server's log, and restore a backup",
    ),
    _rule("readonly|read-only", READ_ONLY, StoreUnusable, "make the file and its folder writable", _READ_ONLY_POSTGRES),
    _rule("password|authentication", "28", StoreUnusable, "correct the user and password in WIREDESK_STORE_URL"),
    _rule("permission denied", "42501", StoreUnusable, "grant the user the right to create and write tables there"),
    _rule("prepared statement", " ".join(LOST_PREPARED_STATEMENT), StoreUnusable, _PREPARED),
    _rule("statement pooling", "", StoreUnusable, "set pool_mode = transaction or session in the pooler"),
    _rule(
        "no such table|no such column|has no column|relation .* does not exist|column .* does not exist",
        "42 3F",
        StoreUnusable,
        "wait for the restore or migration that is running, or run: wiredesk migrate",
    ),
    _rule("deadlock|serialize", "40", StoreConflict, "try again"),
    _rule("is full|No space", "53100", StoreDiskError, "free some space; nothing accepted is lost"),
    _rule("locked", "55", StoreConflict, "check which process has the file or the table open"),
    _rule("disk|unable to open", "58", StoreDiskError, "check the disk, and which process has the file open"),
)
"""Messages are those of SQLite, PostgreSQL and psycopg; the first row that matches counts."""


def sqlstate(error: BaseException) -> str:
    """Return the SQLSTATE of PostgreSQL's error, also of one that SQLAlchemy wraps; empty where there is none."""
    return getattr(getattr(error, "orig", error), "sqlstate", None) or ""


def is_data_error(error: SQLAlchemyError) -> bool:
    """Return whether a value caused the error, not the store."""
    if state := sqlstate(error):
        return state[:2] in DATA_CLASSES
    return isinstance(error, DataError | IntegrityError)


def is_store_fault(error: BaseException) -> bool:
    """Return whether the store is at fault, so that what failed is done again when it answers, and no story pays."""
    if isinstance(error, SQLAlchemyError):
        return isinstance(to_store_error(error, ""), StoreUnavailable)
    return isinstance(error, StoreUnavailable)


def to_store_error(error: SQLAlchemyError, url: str) -> Exception:
    """Return a database's error as one of ours, or unchanged where a story's value or a bug of ours caused it."""
    if is_data_error(error):
        return error
    cause = (str(getattr(error, "orig", None) or error).strip() or type(error).__name__).splitlines()[0]
    subject = f"store {url}"
    is_sqlite = url.startswith("sqlite")
    if is_sqlite and re.search("unable to open|disk I/O", cause) and (problem := _folder_problem(url)):
        cause = f"{cause}: its folder {problem}"
        if problem != "is full":
            hint = "create the folder or make it writable, or set WIREDESK_HOME to another"
            return StoreUnusable(subject, cause, hint)
    state = sqlstate(error)
    for rule in STORE_ERROR_RULES:
        if rule.matches(state, cause):
            return rule.error(subject, cause, rule.hint if is_sqlite else rule.postgres_hint or rule.hint)
    if state:
        return StoreUnavailable(subject, cause, "see the server's log")
    if isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return StoreUnavailable(subject, cause, "start it, or correct WIREDESK_STORE_URL")
    return error


def _folder_problem(url: str) -> str:
    """Return why the folder of a SQLite file cannot be written; empty where it can."""
    name = make_url(url).database or ""
    return write_problem(Path(name.removeprefix("file:").split("?")[0]).absolute().parent)
