"""The processes behind POST /api/extract, with a process that does what the story's headline says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import orjson
import psutil
import pytest

from desk.ops import extraction_pool
from desk.ops.extraction_pool import ExtractionPool, PoolFull
from tests.support.waiting import wait_until
from wiredesk.errors import ConfigError, ExtractionError, Unavailable, WorkerLost
from wiredesk.settings import Settings

Make = Callable[..., ExtractionPool]
SECONDS = 60


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Make a pool of such processes; it is closed after the test."""
    monkeypatch.setattr(extraction_pool, "PROCESS", "tests.support.odd_extraction")
    pools: list[ExtractionPool] = []

    def make(**settings: Any) -> ExtractionPool:
        pools.append(ExtractionPool(Settings(**settings)))
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def ask(pool: ExtractionPool, headline: str = "") -> Future[bytes]:
    return pool.submit(orjson.dumps({"id": "a", "headline": headline}))


def process_of(future: Future[bytes]) -> int:
    return int(orjson.loads(future.result(SECONDS))["engine"]["version"])


def test_no_process_runs_before_the_first_story_and_one_is_kept_for_the_next(make: Make) -> None:
    pool = make()
    assert pool.process_ids() == []
    first, second = (process_of(ask(pool)) for _ in range(2))
    assert first == second and pool.process_ids() == [first]


def test_a_process_can_be_started_in_advance(make: Make) -> None:
    pool = make()
    pool.prepare()
    wait_until(pool.process_ids)
    started = pool.process_ids()
    assert [process_of(ask(pool))] == started


@pytest.mark.parametrize(("headline", "error"), [("die", WorkerLost), ("fail", ExtractionError)])
def test_a_story_that_fails_fails_alone(make: Make, headline: str, error: type[Exception]) -> None:
    pool = make()
    with pytest.raises(error):
        ask(pool, headline).result(SECONDS)
    assert ask(pool).result(SECONDS)


def test_a_process_that_was_killed_between_two_stories_is_replaced(make: Make) -> None:
    pool = make()
    process = psutil.Process(process_of(ask(pool)))
    process.kill()
    wait_until(lambda: process.status() == psutil.STATUS_ZOMBIE)
    assert ask(pool).result(SECONDS)


def test_where_the_model_is_missing_each_story_is_told_the_way_out(make: Make) -> None:
    pool = make(model="missing")
    for _ in range(2):
        with pytest.raises(ConfigError, match="pip install missing"):
            ask(pool).result(SECONDS)
    assert pool.process_ids() == []


def test_more_stories_than_may_wait_are_refused_and_room_comes_back(make: Make, tmp_path: Path) -> None:
    pool = make(web_extract=1, web_extract_waiting=1)
    gate = tmp_path / "gate"
    running, waiting = ask(pool, str(gate)), ask(pool)
    with pytest.raises(PoolFull):
        ask(pool)
    assert waiting.cancel()  # its reader has gone
    again = ask(pool)
    gate.touch()
    assert running.result(SECONDS) and again.result(SECONDS)
    assert ask(pool).result(SECONDS)


def test_two_processes_extract_two_stories_at_once(make: Make, tmp_path: Path) -> None:
    pool = make(web_extract=2)
    gate = tmp_path / "gate"
    held = ask(pool, str(gate))
    assert ask(pool).result(SECONDS) and not held.done()
    gate.touch()
    assert held.result(SECONDS) and len(pool.process_ids()) == 2


def test_an_idle_process_is_ended_and_the_next_story_gets_another(make: Make) -> None:
    pool = make()
    first = process_of(ask(pool))
    pool.retire_idle()
    assert pool.process_ids() == [first]
    pool.retire_idle(0)
    assert pool.process_ids() == [] and not psutil.pid_exists(first)
    assert ask(pool).result(SECONDS)


def test_a_closed_pool_leaves_no_process_and_fails_what_runs(make: Make, tmp_path: Path) -> None:
    pool = make()
    running = ask(pool, str(tmp_path / "never"))
    wait_until(pool.process_ids)
    (process,) = pool.process_ids()
    pool.close()
    with pytest.raises(Unavailable):
        running.result(SECONDS)
    assert not psutil.pid_exists(process)
