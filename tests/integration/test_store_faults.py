"""What a database refuses: the fault of a story's data, of the store, or of a pooler before it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support.ledger_steps import accept, lease
from tests.support.records import article, extraction
from tests.support.servers import PostgresServer
from wiredesk.errors import StoreUnusable
from wiredesk.store import Store, results, text_index
from wiredesk.store.prepared import execute_raw

HYPHENATED = " ".join("-".join(chr(0x20000 + (n * step) % 40_000) for step in (1, 7, 13)) for n in range(60_000))
"""Words of three characters of four bytes with hyphens: PostgreSQL indexes the whole and the parts."""


@pytest.fixture
def on_postgres(postgres: PostgresServer, shared_url: str) -> Iterator[Store]:
    """A store of one connection to PostgreSQL, as a child of a worker has it."""
    opened = Store(shared_url)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("A headline", HYPHENATED),
        (" ".join(f"word{n}" for n in range(200_000)), "A body."),
        (HYPHENATED, HYPHENATED),
        ("A headline", "".join(chr(random.Random(n).randrange(0x4E00, 0x9FFF)) for n in range(200_000))),
        ("A headline", " ".join(f"{n:x}-{n * 7919:x}" for n in range(90_000))),
    ],
)
def test_a_text_that_is_too_long_for_the_index_is_stored_all_the_same(store: Store, headline: str, body: str) -> None:
    long = article(headline=headline, body=body)
    accept(store, long)
    with store.write() as connection:
        [leased] = lease(connection)
        results.write(connection, leased.seq, extraction(leased.article, "1.0"), 0.1)
    with store.read() as connection:
        assert results.document(connection, leased.seq)
        assert connection.scalar(text("SELECT count(*) FROM story_text")) == 1


def test_a_text_that_cannot_be_indexed_at_all_is_stored_without(
    on_postgres: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_index, "FULL_TEXT_BYTES", 950_000)
    monkeypatch.setattr(text_index, "SURELY_INDEXED_BYTES", 900_000)
    with on_postgres.write() as connection:
        connection.execute(text("TRUNCATE articles, marks RESTART IDENTITY CASCADE"))
    accept(on_postgres, article(body=HYPHENATED))
    with on_postgres.write() as connection:
        [leased] = lease(connection)
        results.write(connection, leased.seq, extraction(leased.article, "1.0"), 0.1)
    with on_postgres.read() as connection:
        assert results.document(connection, leased.seq)
        assert connection.scalar(text("SELECT count(*) FROM story_text")) == 0


def test_after_a_failover_the_next_try_connects_again(on_postgres: Store) -> None:
    """The old primary lives on read-only, and the open connection leads to it."""
    with on_postgres.write() as connection:
        old = connection.scalar(text("SELECT pg_backend_pid()"))
        connection.execute(text("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"))
    with (
        pytest.raises(StoreUnusable, match="read-only transaction; name the primary"),
        on_postgres.write() as connection,
    ):
        connection.execute(text("DELETE FROM marks"))
    with on_postgres.write() as connection:
        connection.execute(text("DELETE FROM marks"))
        assert connection.scalar(text("SELECT pg_backend_pid()")) != old


def test_of_two_servers_the_one_that_can_be_written_is_used(postgres: PostgresServer) -> None:
    postgres.database("pair")
    demoted = PostgresServer(fsync="off", default_transaction_read_only="on").create()
    try:
        with psycopg.connect(
            f"{demoted.admin} options='-c default_transaction_read_only=off'", autocommit=True
        ) as admin:
            admin.execute("CREATE DATABASE pair")
        hosts = f"host={demoted.host}:{demoted.port}&host={postgres.host}:{postgres.port}"
        store = Store(f"postgresql://wire@/pair?{hosts}&target_session_attrs=read-write")
        with store.write() as connection:
            assert connection.scalar(text("SHOW port")) == str(postgres.port)
        store.close()
    finally:
        demoted.remove()


def test_a_pooler_that_loses_prepared_statements_is_found_out(
    on_postgres: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    """The server forgets the session's statements, as it does where the next transaction gets another session."""
    forget = "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$"
    with on_postgres.write() as connection:
        for _ in range(9):
            execute_raw(connection, "SELECT version FROM articles WHERE id = %s", ("s1",))
        assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements"))
        execute_raw(connection, forget, ())
        with pytest.raises(DBAPIError, match="does not exist"):
            execute_raw(connection, "SELECT version FROM articles WHERE id = %s", ("s1",))
        connection.rollback()
    with pytest.raises(StoreUnusable, match=r"prepare_threshold=none"), on_postgres.write() as connection:
        for _ in range(9):
            execute_raw(connection, "SELECT version FROM articles WHERE id = %s", ("s1",))
        execute_raw(connection, forget, ())
        execute_raw(connection, "SELECT version FROM articles WHERE id = %s", ("s1",))
    with on_postgres.write() as connection:
        for _ in range(9):
            execute_raw(connection, "SELECT version FROM articles WHERE id = %s", ("s1",))
        assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0
    assert capsys.readouterr().out.count("going on without") == 1


def test_a_connection_that_was_in_use_when_the_store_was_closed_is_closed_when_it_returns(store: Store) -> None:
    with store.read() as connection:
        driver = connection.connection.dbapi_connection
        store.close()
        assert connection.scalar(text("SELECT 1")) == 1
    assert not is_open(driver)
    with store.read() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def is_open(driver: Any) -> bool:
    try:
        driver.execute("SELECT 1")
    except (psycopg.OperationalError, sqlite3.ProgrammingError):
        return False
    return True
