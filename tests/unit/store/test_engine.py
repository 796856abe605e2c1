"""Database errors as errors of ours, row by row, and the engine that a URL gets."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)

from tests.support.paths import ROOT
from wiredesk.errors import ConfigError, StoreConflict, StoreDiskError, StoreUnavailable, StoreUnusable, WiredeskError
from wiredesk.store import Store, engine
from wiredesk.store.store_errors import STORE_ERROR_RULES, is_store_fault, to_store_error

POSTGRES = "postgresql+psycopg://wire:***@db/wire"


def raised(message: str, kind: type[DBAPIError] = OperationalError, *, lost: bool = False) -> DBAPIError:
    return kind("SELECT 1", None, sqlite3.Error(message), connection_invalidated=lost)


class ServerError(sqlite3.Error):
    """An error as psycopg raises it."""

    sqlstate = ""


def server_error(state: str, message: str, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    error = ServerError(message)
    error.sqlstate = state
    return kind("SELECT 1", None, error)


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("25006", StoreUnusable),
        ("28P01", StoreUnusable),
        ("42501", StoreUnusable),
        ("26000", StoreUnusable),
        ("42P01", StoreUnusable),
        ("42703", StoreUnusable),
        ("40P01", StoreConflict),
        ("55P03", StoreConflict),
        ("53100", StoreDiskError),
        ("53300", StoreUnavailable),
        ("57014", StoreUnavailable),
        ("57P01", StoreUnavailable),
        ("08006", StoreUnavailable),
        ("XX000", StoreUnavailable),
        ("0A000", StoreUnavailable),
    ],
)
@pytest.mark.parametrize("kind", [OperationalError, ProgrammingError, InternalError])
def test_the_servers_code_tells_the_error_in_any_language(
    state: str, error: type[StoreUnavailable], kind: type[DBAPIError]
) -> None:
    found = to_store_error(server_error(state, "kann nicht ausgeführt werden", kind), POSTGRES)
    assert type(found) is error


@pytest.mark.parametrize(
    ("message", "error", "hint"),
    [
        ("database disk image is malformed", StoreUnusable, "restore a backup"),
        ("file is not a database", StoreUnusable, "restore a backup"),
        ("attempt to write a readonly database", StoreUnusable, "name the primary"),
        ("cannot execute INSERT in a read-only transaction", StoreUnusable, "name the primary"),
        ('password authentication failed for user "wire"', StoreUnusable, "user and password"),
        ("fe_sendauth: no password supplied", StoreUnusable, "user and password"),
        ("permission denied for schema public", StoreUnusable, "grant the user"),
        ("deadlock detected", StoreConflict, "try again"),
        ("could not serialize access due to concurrent update", StoreConflict, "try again"),
        ("database or disk is full", StoreDiskError, "free some space"),
        ("could not extend file: No space left on device", StoreDiskError, "free some space"),
        ("disk I/O error", StoreDiskError, "check the disk"),
        ("database is locked", StoreConflict, "which process"),
        ("unable to open database file", StoreDiskError, "check the disk"),
        ('prepared statement "_pg3_726" does not exist', StoreUnusable, "prepare_threshold=none"),
        ('relation "quotes" does not exist', StoreUnusable, "wiredesk migrate"),
        ("transaction blocks not allowed in statement pooling mode", StoreUnusable, "pool_mode"),
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
        server_error("54000", "index row size 3000 exceeds btree version 4 maximum 2704"),
        server_error("54000", "string is too long for tsvector (1204862 bytes, max 1048575 bytes)"),
        server_error("22021", "invalid byte sequence for encoding"),
        server_error("23505", "duplicate key value violates unique constraint"),
        raised("UNIQUE constraint failed: articles.id", IntegrityError),
        SQLAlchemyError("a bug of ours"),
    ],
)
def test_what_is_no_fault_of_the_store_stays_as_it_is(error: SQLAlchemyError) -> None:
    assert to_store_error(error, POSTGRES) is error
    assert not is_store_fault(error)


@pytest.mark.parametrize(
    "error",
    [
        server_error("25006", "cannot execute UPDATE in a read-only transaction", InternalError),
        server_error("42P01", 'relation "links" does not exist', ProgrammingError),
        server_error("57P01", "terminating connection due to administrator command", OperationalError),
        raised("database disk image is malformed", DatabaseError),
        raised("database or disk is full", OperationalError),
        raised("gone", InterfaceError, lost=True),
        StoreUnavailable("store", "is away", "start it"),
    ],
)
def test_no_story_pays_for_what_the_store_does(error: Exception) -> None:
    assert is_store_fault(error)


def test_an_error_of_the_code_is_no_fault_of_the_store() -> None:
    assert not is_store_fault(IndexError("list index out of range"))


def test_a_lost_connection_means_that_the_store_does_not_answer() -> None:
    assert isinstance(to_store_error(raised("gone", InterfaceError, lost=True), POSTGRES), StoreUnavailable)
    assert not isinstance(to_store_error(raised("gone", InterfaceError), POSTGRES), WiredeskError)


def test_the_folder_of_a_sqlite_file_is_named_where_it_is_at_fault(tmp_path: Path) -> None:
    missing = tmp_path / "none" / "wire.db"
    found = to_store_error(raised("unable to open database file"), f"sqlite:///{missing}")
    assert isinstance(found, StoreUnusable) and str(missing.parent) in str(found) and "WIREDESK_HOME" in found.hint


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("redis://localhost", 'unsupported database "redis"'),
        ("mysql://localhost/wire", 'unsupported database "mysql"'),
        ("postgresql://u@localhost:54x/wire", "the port is no number"),
        ("no url", "Could not parse"),
        ("postgresql+nodriver://x/y", "sqlalchemy.dialects:postgresql.nodriver"),
    ],
)
def test_a_url_that_cannot_be_used_is_a_fault_of_the_configuration(url: str, cause: str) -> None:
    with pytest.raises(ConfigError) as found:
        Store(url)
    assert found.value.subject == "WIREDESK_STORE_URL" and cause in found.value.cause
    assert "sqlite:///" in found.value.hint


def test_a_read_only_file_of_sqlite_has_its_own_way_out() -> None:
    found = to_store_error(raised("attempt to write a readonly database"), "sqlite:///wire.db")
    assert "make the file and its folder writable" in str(found)


@pytest.mark.parametrize("value", ["none", "None", "0", "7"])
def test_prepared_statements_are_set_in_the_url(value: str) -> None:
    assert "prepare_threshold" not in Store(f"{POSTGRES}?prepare_threshold={value}").engine.url.query


def test_a_threshold_that_is_no_number_is_refused() -> None:
    with pytest.raises(ConfigError, match='prepare_threshold is "often"; give a number of executions, or none'):
        Store(f"{POSTGRES}?prepare_threshold=often")


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


def test_a_writer_waits_for_another_one(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'wire.db'}")
    order: list[str] = []
    has_lock = threading.Event()

    def hold() -> None:
        with store.write():
            has_lock.set()
            order.append("first")
            time.sleep(0.05)
            order.append("first ends")

    holder = threading.Thread(target=hold)
    holder.start()
    has_lock.wait()
    with store.write():
        order.append("second")
    holder.join()
    store.close()
    assert order == ["first", "first ends", "second"]


def test_a_writer_that_waits_too_long_is_told_who_may_hold_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_BACKOFF", replace(engine.LOCK_BACKOFF, total_seconds=0.01))
    store = Store(f"sqlite:///{tmp_path / 'wire.db'}")
    other = Store(f"sqlite:///{tmp_path / 'wire.db'}")
    with store.write(), pytest.raises(StoreConflict, match="check which process"), other.write():
        pass
    with other.write() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 60_000
    store.close()
    other.close()


def test_the_write_ahead_log_is_given_back_when_a_long_reader_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MAX_IDLE_WAL_BYTES", 1_000_000)
    monkeypatch.setattr(engine, "CHECKPOINT_PAGES", 1_000)
    store = Store(f"sqlite:///{tmp_path / 'wire.db'}")
    log = tmp_path / "wire.db-wal"

    def write(rows: int) -> None:
        for _ in range(rows):
            with store.write() as connection:
                connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))")

    with store.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t (b BLOB)")
    with store.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM t").scalar()
        write(100)
        assert log.stat().st_size > 10_000_000
    write(50)
    assert log.stat().st_size < 6_000_000
    store.close()


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


def test_a_store_that_nobody_closed_is_closed_at_the_end_of_the_process(tmp_path: Path) -> None:
    program = (
        "import gc, pathlib, sys; from wiredesk.settings import Settings; from wiredesk.store import open_store; "
        "store = open_store(Settings(home=pathlib.Path(sys.argv[1]))); gc.freeze()"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True, cwd=ROOT)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("wire.db")] == ["wire.db"]
