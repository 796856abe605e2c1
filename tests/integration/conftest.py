"""Real databases: every test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.support.requirements import need_postgresql
from tests.support.servers import PostgresServer, RedisServer
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store

_number = count()

EMPTIED = """
    articles, changes, marks, copy_prints, thread_keys, threads, thread_log, things, thing_names, unions, name_keys,
    rulings, sinks, parked_changes, watches, alerts, alert_messages, source_status, source_hours, saved_queries,
    sources, users, stars, notes, story_reads
"""
"""The tables that no other of them refers to."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this run only.  Skips on a machine without the program, fails under CI."""
    need_postgresql()
    server = PostgresServer(fsync="off", full_page_writes="off")
    try:
        yield server.create()
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings whose store does not exist yet."""
    if request.param == "sqlite":
        return Settings(home=tmp_path / "wd")
    server: PostgresServer = request.getfixturevalue("postgres")
    return Settings(home=tmp_path / "wd", store_url=server.database(f"t{next(_number)}"))


@pytest.fixture(scope="session")
def shared_url(postgres: PostgresServer) -> str:
    """One database for all tests that only want an empty store."""
    url = postgres.database("shared")
    open_store(Settings(store_url=url)).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with an empty store for this test only."""
    if request.param == "sqlite":
        return Settings(home=tmp_path / "wd")
    return Settings(home=tmp_path / "wd", store_url=request.getfixturevalue("shared_url"))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    if opened.dialect == "postgresql":
        with opened.write() as connection:
            connection.execute(text(f"TRUNCATE {EMPTIED} RESTART IDENTITY CASCADE"))
    yield opened
    opened.close()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path / "redis").start()
    yield server
    server.stop()
