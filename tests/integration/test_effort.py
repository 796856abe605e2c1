"""The work of the store for one story does not depend on how much is stored: it is counted, not timed."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from sqlalchemy import event, text

from desk.delivery.choose_changes import choose
from desk.sinks.sink_registry import build_sink
from desk.watches.find_alerts import AlertFinder
from desk.watches.watch_config import Watch
from desk.watches.watch_set import WatchSet
from producer.publish import Publisher
from tests.support import synthetic_store
from tests.support.generated_stories import stories
from tests.support.models import blank_model
from tests.support.servers import PostgresServer, RedisServer
from wiredesk.contract import Article
from wiredesk.nlp import pipeline
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.queue.celery_config import celery_config
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store, prepared, raw_sql, row_blocks, watch_state
from wiredesk.store.changes import ChangeReader
from wiredesk.store.directory.settling_turns import NameSettler
from wiredesk.store.linking import linker
from worker.process.holdings import Holdings
from worker.process.reconciler import reconcile
from worker.process.story_runner import StoryRunner

FEW, MANY = 500, 4_000
LONG = {"sqlite": 3600.0, "postgresql": 3600.0}
"""Seconds of a linker's batch: where it ends must not depend on how busy the machine is."""
STORIES = 5
MAX_GROWTH = 1.5
"""Maximum ratio of the work for a story with eight times as many stored stories."""
EMBARGO = datetime(2026, 1, 1, tzinfo=UTC)
STEPS = 10
"""Instructions of SQLite's virtual machine that are counted as one step."""


@pytest.fixture(scope="module")
def reading() -> Pipeline:
    return pipeline.load(Settings(model=str(blank_model())))


@pytest.fixture(autouse=True)
def _long_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linker, "BATCH_SECONDS", LONG)


def filled(settings: Settings, home: Path, stored: int) -> Store:
    """Return a store with this many extracted stories."""
    store = open_store(settings)
    synthetic_store.fill(store, open_store(Settings(home=home)), stored)
    store.engine.dispose()
    return store


def wire() -> Iterator[Article]:
    """Yield stories, a correction of each, and its cancellation."""
    for article in islice(stories(7, "e"), STORIES):
        yield article
        yield article.model_copy(update={"version": 2, "body": f"{article.body} More soon.", "embargo_until": EMBARGO})
        yield article.model_copy(update={"version": 3, "status": "canceled"})


WATCHED = ("harbour", '"every one came home"', "tramline -ferry", "rescue or shares")


class Followers:
    """What follows the change log: a sink with a filter, and watches."""

    def __init__(self, store: Store, url: str) -> None:
        self._store, self._reader = store, ChangeReader(store)
        self._sink = build_sink(
            {"type": "redis", "name": "s", "url": url, "stream": "s", "filter": {"q": "harbour"}}, "sink"
        )
        watches = [Watch.model_validate({"name": f"w{n}", "query": q}) for n, q in enumerate(WATCHED)]
        with store.read() as connection:
            self._watches = WatchSet.of(connection, watches)
        self._after = self._reader.newest()
        self.sent = self.told = 0

    def follow(self) -> None:
        """Choose what the sink is sent, and write what the watches find."""
        batch = self._reader.read(self._after, 100)
        self._after = batch.after
        with self._store.read() as connection:
            self.sent += len(choose(connection, self._sink, batch.changes))
            found = AlertFinder(connection, self._watches).find(batch.changes)
        with self._store.write() as connection:
            watch_state.add_alerts(connection, found)
        self.told += len(found)


def read(settings: Settings, store: Store, reading: Pipeline) -> None:
    """Publish, process and link each story, settle its names, send its change and ask the watches, and reconcile."""
    app = Celery("effort", set_as_current=False)
    app.conf.update(celery_config(settings))
    publisher = Publisher(app, store, settings)
    runner = StoryRunner(settings, store, reading, "host/1/2/3", lambda: False, Holdings(1).slot(0))
    followers = Followers(store, str(settings.broker_url))
    settler, linked = NameSettler(), 0
    for article in wire():
        publisher.publish([article])
        runner.process([(article.id, article.version)])
        with store.write() as connection:
            linked += linker.link_batch(connection).linked
            settler.turn(connection, is_idle=True)
        reconcile(app, store, settings)
        followers.follow()
    assert followers.sent and followers.told and linked


def steps_taken(settings: Settings, store: Store, reading: Pipeline, patch: pytest.MonkeyPatch) -> Counter[str]:
    """Return the steps of SQLite's virtual machine by statement while stories are processed."""
    steps = Counter[str]()
    running, straight = "", prepared.execute_raw

    def began(statement: str) -> None:
        nonlocal running
        running = re.sub(r"\s+", " ", statement)

    def count() -> None:
        steps[running] += 1

    def execute_raw(connection: Any, statement: str, *values: Any, **how: Any) -> Any:
        began(statement)
        return straight(connection, statement, *values, **how)

    event.listen(store.engine, "connect", lambda raw, _: raw.set_progress_handler(count, STEPS))
    event.listen(store.engine, "before_cursor_execute", lambda *call: began(call[2]))
    with patch.context() as patched:
        for module in (prepared, row_blocks, raw_sql):
            patched.setattr(module, "execute_raw", execute_raw)
        read(settings, store, reading)
    return steps


def test_sqlite_takes_as_many_steps_for_each_statement(
    tmp_path: Path, redis: RedisServer, reading: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for stored in (FEW, MANY):
        settings = Settings(home=tmp_path / f"wd{stored}", broker_url=redis.url)
        store = filled(settings, tmp_path / f"from{stored}", stored)
        found.append(steps_taken(settings, store, reading, monkeypatch))
        store.close()
    few, many = found
    assert sum(few.values()) > 50
    grown = {
        statement: (few[statement], steps)
        for statement, steps in many.items()
        if steps > MAX_GROWTH * few[statement] + STORIES and "story_text" not in statement  # FTS5 merges its segments
    }
    assert not grown


def test_postgresql_reads_as_many_rows(
    tmp_path: Path, redis: RedisServer, reading: Pipeline, postgres: PostgresServer
) -> None:
    found = []
    for stored in (FEW, MANY):
        settings = Settings(
            home=tmp_path / f"wd{stored}", store_url=postgres.database(f"effort{stored}"), broker_url=redis.url
        )
        store = filled(settings, tmp_path / f"from{stored}", stored)
        before = rows_read(store)
        read(settings, store, reading)
        store.engine.dispose()  # a session reports what it read when it ends
        found.append(rows_read(store) - before)
        store.close()
    few, many = found
    assert few > 0
    assert many < MAX_GROWTH * few + STORIES


def rows_read(store: Store) -> int:
    """Return the rows that PostgreSQL read from all tables; a session that has just ended is counted with a delay."""
    asked = text("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables")
    numbers: list[int] = []
    while len(numbers) < 4 or len(set(numbers[-4:])) > 1:
        time.sleep(0.1)
        with store.read() as connection:
            numbers.append(int(connection.scalar(asked) or 0))
    store.engine.dispose()
    return numbers[-1]
