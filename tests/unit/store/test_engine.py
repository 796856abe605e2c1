"""Database errors as errors of ours, row by row, and the engine that a URL gets."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError

from wiredesk.errors import ConfigError, StoreConflict, StoreUnavailable, WiredeskError
from wiredesk.store import Store
from wiredesk.store.engine import STORE_ERROR_RULES, to_store_error

POSTGRES = "postgresql+psycopg://wire:***@db/wire"


def raised(message: str, kind: type[DBAPIError] = OperationalError, *, lost: bool = False) -> DBAPIError:
    return kind("SELECT 1", None, sqlite3.Error(message), connection_invalidated=lost)


@pytest.mark.parametrize(
    ("message", "error", "hint"),
    [
        ("database disk image is malformed", ConfigError, "restore a backup"),
        ("file is not a database", ConfigError, "restore a backup"),
        ("attempt to write a readonly database", ConfigError, "writable"),
        ("cannot execute INSERT in a read-only transaction", ConfigError, "writable"),
        ('password authentication failed for user "wire"', ConfigError, "user and password"),
        ("fe_sendauth: no password supplied", ConfigError, "user and password"),
        ("permission denied for schema public", ConfigError, "grant the user"),
        ("deadlock detected", StoreConflict, "try again"),
        ("could not serialize access due to concurrent update", StoreConflict, "try again"),
        ("database or disk is full", StoreUnavailable, "free some space"),
        ("could not extend file: No space left on device", StoreUnavailable, "free some space"),
        ("disk I/O error", StoreUnavailable, "check the disk"),
        ("database is locked", StoreUnavailable, "check the disk"),
        ("unable to open database file", StoreUnavailable, "check the disk"),
        ("connection refused", StoreUnavailable, "WIREDESK_STORE_URL"),
        ("server closed the connection unexpectedly\nThis probably means", StoreUnavailable, "start it"),
    ],
)
def test_a_databases_message_becomes_an_error_of_ours(message: str, error: type[WiredeskError], hint: str) -> None:
    found = to_store_error(raised(message), POSTGRES)
    assert type(found) is error and isinstance(found, WiredeskError)
    assert found.subject == f"store {POSTGRES}" and found.cause == message.splitlines()[0] and hint in found.hint


def test_every_row_of_the_table_is_reached_by_a_message() -> None:
    """No row is hidden by one before it."""
    for number, rule in enumerate(STORE_ERROR_RULES):
        for part in rule.pattern.pattern.split("|"):
            assert next(n for n, one in enumerate(STORE_ERROR_RULES) if one.pattern.search(part)) == number, part


@pytest.mark.parametrize(
    "error",
    [
        raised("index row size 3000 exceeds btree version 4 maximum 2704", OperationalError),
        raised("UNIQUE constraint failed: articles.id", IntegrityError),
        SQLAlchemyError("a bug of ours"),
    ],
)
def test_what_is_no_fault_of_the_store_stays_as_it_is(error: SQLAlchemyError) -> None:
    assert to_store_error(error, POSTGRES) is error


def test_a_lost_connection_means_that_the_store_does_not_answer() -> None:
    assert isinstance(to_store_error(raised("gone", InterfaceError, lost=True), POSTGRES), StoreUnavailable)
    assert not isinstance(to_store_error(raised("gone", InterfaceError), POSTGRES), WiredeskError)


def test_the_folder_of_a_sqlite_file_is_named_where_it_is_at_fault(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "wire.db"
    found = to_store_error(raised("unable to open database file"), f"sqlite:///{missing}")
    assert isinstance(found, ConfigError) and str(missing.parent) in str(found) and "WIREDESK_HOME" in found.hint


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("redis://localhost", 'unsupported database "redis"'),
        ("mysql://localhost/wire", 'unsupported database "mysql"'),
        ("no url", "Could not parse"),
        ("postgresql+nodriver://x/y", "sqlalchemy.dialects:postgresql.nodriver"),
    ],
)
def test_a_url_that_cannot_be_used_is_a_fault_of_the_configuration(url: str, cause: str) -> None:
    with pytest.raises(ConfigError) as found:
        Store(url)
    assert found.value.subject == "WIREDESK_STORE_URL" and cause in found.value.cause
    assert "sqlite:///" in found.value.hint


def test_the_password_of_a_url_is_not_shown() -> None:
    assert str(Store("postgresql+psycopg://wire:secret@db/wire")) == POSTGRES


def test_only_our_own_pools_are_silenced() -> None:
    ours, another = Store("sqlite:///wire.db").engine, create_engine("sqlite:///wire.db")
    assert ours.pool.logger.getEffectiveLevel() == logging.CRITICAL
    assert another.pool.logger.getEffectiveLevel() < logging.CRITICAL


@pytest.mark.parametrize(("durable", "synchronous"), [(True, 2), (False, 1)])
def test_sqlite_is_tuned(tmp_path: Path, durable: bool, synchronous: int) -> None:
    store = Store(f"sqlite:///{tmp_path / 'wire.db'}", durable=durable)
    with store.write() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                 ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")}  # fmt: skip
    store.close()
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": synchronous, "busy_timeout": 60_000}


def test_a_transaction_may_do_without_the_disk(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'wire.db'}", durable=True)
    levels = []
    for durable in (True, False, True):
        with store.write(durable=durable) as connection:
            levels.append(connection.exec_driver_sql("PRAGMA synchronous").scalar())
    store.close()
    assert levels == [2, 1, 2]


def test_a_failed_block_leaves_nothing(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'wire.db'}")
    with store.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER)")
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        raise ZeroDivisionError
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
    store.close()
