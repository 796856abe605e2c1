"""The reconciler's thread beside a real Redis: leases, the heartbeat, a broker that dies, and a stalled consumer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.support.records import article
from wiredesk.heartbeat import list_heartbeats
from wiredesk.process_id import this_process
from wiredesk.queue.app import app_for
from wiredesk.queue.broker import queue_depths
from wiredesk.queue.embedded import EmbeddedBroker, is_ready
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store
from wiredesk.store.tables import articles
from worker.process.holdings import Holdings
from worker.process.reconciler import Reconciler

Make = Callable[..., Reconciler]


@pytest.fixture
def settings(tmp_path: Path, redis: Any) -> Settings:
    return Settings(home=tmp_path / "wd", broker_url=redis.url, reconcile_every=0.05, stalled_after=0.2)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def make(settings: Settings) -> Iterator[Make]:
    started: list[Reconciler] = []
    apps = []

    def start(exit_for_restart: Callable[[], object] = lambda: None, **options: Any) -> Reconciler:
        chosen = options.get("settings", settings)
        apps.append(app_for(chosen))
        holdings = options.get("holdings", Holdings(1))
        one = Reconciler(apps[-1], chosen, options.get("broker"), lambda: 0.0, exit_for_restart, holdings)
        one.start()
        started.append(one)
        return one

    yield start
    for one in started:
        one.stop(10)
        assert not one.is_alive()
    for app in apps:
        app.pool.force_close_all()


def wait_until(holds: Callable[[], object]) -> None:
    """Wait until the condition is true; the timeout of the test ends an endless wait."""
    while not holds():
        time.sleep(0.02)


def test_it_sends_what_waits_and_writes_its_heartbeat(make: Make, settings: Settings, store: Store) -> None:
    with store.write() as connection:
        ledger.accept(connection, [article("a"), article("b", urgency=1)])
    one = make()
    wait_until(lambda: list_heartbeats(settings.home, "worker"))
    assert queue_depths(settings) == {"flash": 1, "wire": 1, "bulk": 0, "unacked": 0}
    one.stop(10)
    assert list_heartbeats(settings.home, "worker") == []


@pytest.mark.parametrize(("reported", "renewed"), [([1, 2], {1, 2}), ([1], {1}), (None, {1, 2, 3})])
def test_it_renews_what_the_children_report_and_nothing_else(
    make: Make, settings: Settings, store: Store, reported: list[int] | None, renewed: set[int]
) -> None:
    """The third story is leased to this process, which does not know of it: the store forgot a commit."""
    with store.write() as connection:
        keys = ledger.accept(connection, [article(id) for id in "abc"]).new
        ledger.lease(connection, keys, str(this_process()), 20, settings.attempts)
        first = connection.scalar(select(func.max(articles.c.lease_until)))
    holdings = Holdings(1)
    holding = holdings.slot(0)
    holding.expect(60)
    holding.hold(reported)
    one = make(holdings=holdings)
    wait_until(lambda: one.leases_held == len(renewed))
    with store.read() as connection:
        assert set(connection.scalars(select(articles.c.seq).where(articles.c.lease_until > first))) == renewed


def test_a_child_that_is_overdue_loses_its_leases(make: Make, settings: Settings, store: Store) -> None:
    with store.write() as connection:
        keys = ledger.accept(connection, [article("a")]).new
        ledger.lease(connection, keys, str(this_process()), 0.2, settings.attempts)
    holdings = Holdings(1)
    holdings.slot(0).hold([1])  # and never reported how long its step takes
    one = make(holdings=holdings)
    with store.read() as connection:
        state = select(articles.c.state).where(articles.c.id == "a")
        wait_until(lambda: connection.scalar(state) == "pending" or connection.rollback())
    assert one.leases_held == 0


def test_a_consumer_that_takes_nothing_is_ended_for_a_restart(make: Make, settings: Settings, store: Store) -> None:
    calls = []
    with store.write() as connection:
        ledger.accept(connection, [article("a")])
    make(lambda: calls.append(1))
    wait_until(lambda: calls)


def test_a_stall_can_end_the_reconciler_from_within_its_own_pass(make: Make, store: Store) -> None:
    with store.write() as connection:
        ledger.accept(connection, [article("a")])
    ended = []

    def exit_for_restart() -> None:
        one.stop(10)  # as WorkerProcess.stop does, in the same thread
        ended.append(1)

    one = make(exit_for_restart)
    one.join(60)
    assert ended == [1] and not one.is_alive()


def test_an_empty_queue_and_queues_of_other_workers_are_no_stall(make: Make, settings: Settings, store: Store) -> None:
    calls = []
    one = make(lambda: calls.append(1))
    one._app.amqp.queues.select(["flash"])  # the effect of -Q
    with store.write() as connection:
        ledger.accept(connection, [article("a")])
    wait_until(lambda: queue_depths(settings)["wire"] == 1)
    for _ in range(3):
        before = one._stall._idle_since
        assert not one._is_stalled() and before is None
    assert not calls


def test_a_broker_that_is_away_is_waited_for(make: Make, settings: Settings, store: Store, redis: Any) -> None:
    redis.kill()
    one = make()
    with store.write() as connection:
        ledger.accept(connection, [article("a")])
    redis.start()
    wait_until(lambda: queue_depths(settings)["wire"] == 1)
    assert one.is_alive()


def test_an_embedded_broker_that_died_is_started_again(tmp_path: Path, make: Make) -> None:
    settings = Settings(home=tmp_path / "own", reconcile_every=0.05)
    store = open_store(settings)
    with EmbeddedBroker(settings.home) as broker:
        one = make(settings=settings, broker=broker)
        wait_until(lambda: list_heartbeats(settings.home, "worker"))
        died = broker.process
        assert died is not None
        died.kill()
        died.wait()
        wait_until(lambda: broker.process is not died and is_ready(broker.socket))
        one.stop(10)  # otherwise it would start the broker again
    assert broker.is_down()
    store.close()
