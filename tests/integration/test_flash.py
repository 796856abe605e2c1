"""A flash does not wait for the end of the message that a child is processing."""

from __future__ import annotations

from math import inf
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support.records import article
from wiredesk.settings import Settings
from wiredesk.store import ledger
from wiredesk.store.tables import articles
from worker.process.holdings import Holdings
from worker.process.parent import WorkerProcess
from worker.process.story_runner import StoryRunner


@pytest.fixture
def runtime(tmp_path: Path) -> WorkerProcess:
    """A worker process with a separate store."""
    settings = Settings(home=tmp_path / "wd", broker_url="redis://127.0.0.1:1", extractors="none", turbo="off")
    return WorkerProcess(settings)


def test_a_flash_is_read_between_two_stories_of_a_message(
    runtime: WorkerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.process.flash_watch.FLASH_CHECK_SECONDS", -1.0)
    monkeypatch.setattr("worker.process.flash_watch.LOOKING_SHARE", inf)
    wire = [article(f"s{n}", body=f"The bridge number {n} is open.") for n in range(3)]
    with runtime.store.write() as connection:
        keys = ledger.accept(connection, wire).new
        ledger.accept(connection, [article("flash", body="The bridge fell.", urgency=1)])
    runtime.child.run_message(keys)
    with runtime.store.read() as connection:
        ended = list(connection.execute(select(articles.c.id, articles.c.state, articles.c.attempts, articles.c.seq)))
        order = connection.scalars(select(articles.c.id).order_by(articles.c.ended_at, articles.c.id)).all()
    assert {(row.state, row.attempts) for row in ended} == {("done", 1)}
    assert order[0] == "flash"


def test_a_worker_that_stops_releases_the_flash_too(runtime: WorkerProcess) -> None:
    with runtime.store.write() as connection:
        keys = ledger.accept(connection, [article("s1"), article("s2")]).new
        ledger.accept(connection, [article("flash", urgency=1)])
    runner = StoryRunner(
        runtime.settings, runtime.store, runtime.pipeline, str(runtime.process_id), lambda: True, Holdings(1).slot(0)
    )
    runner.process(keys)
    with runtime.store.read() as connection:
        assert ledger.counts(connection)["pending"] == 3
