"""What each source delivered is counted in the transaction of its stories, on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from desk.queries.source_list import ListedSource, list_sources
from producer.formats.results import Limits
from producer.ingest.delivery import SourceHandle
from producer.ingest.scheduler import FairScheduler
from producer.ingest.source_tally import SourceTally
from producer.publish import Publisher
from producer.rejects import Rejects
from wiredesk.errors import NotFound
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings
from wiredesk.store import Store, source_health
from wiredesk.store.source_tables import source_hours, source_status
from wiredesk.store.types import database_time


def message(number: int, service: str = "abc") -> bytes:
    """Return a message in the format IPTC 7901."""
    head = f"\x01{service}{number:04d} 4 i  20  Coast\r\nferry-{number}/\r\n\x02Ferry {number} sails=\r\n"
    text = f"   MOMBASA, Nov 27 (Coast) - Ferry {number} sailed with {number} people aboard.\r\n"
    return f"{head}{text}\x03\r\n270900 GMT nov 26\r\n\x04".encode()


class Producer:
    """One producer on a store, with what it reported."""

    def __init__(self, store: Store, home: Path, *, backfill: bool = False) -> None:
        settings = Settings(home=home, broker_url="redis://127.0.0.1:9/0")
        publisher = Publisher(app_for(settings), store, settings)
        self.told: list[str] = []
        self.scheduler = FairScheduler(
            publisher, Limits(), self.told.append, threading.Event(), Rejects(home / "rejected"), backfill=backfill
        )

    def deliver(self, *data: bytes, name: str = "tcp coast", silent_after: float | None = None) -> list[str]:
        """Deliver each message by itself; return what was told of service numbers."""
        with self.scheduler:
            handle = SourceHandle(self.scheduler, name, tally=SourceTally(silent_after))
            for one in data:
                handle.deliver(one)
        return [line for line in self.told if "service" in line]


def listed(store: Store) -> list[ListedSource]:
    with store.read() as connection:
        return list_sources(connection)


def counts(source: ListedSource) -> tuple[int, int, int, int, int]:
    heard = source.heard
    return heard.messages, heard.stories, heard.known, heard.skipped, heard.rejected


def test_what_a_source_delivers_is_counted_and_survives_a_restart(store: Store, tmp_path: Path) -> None:
    data = [message(1), message(2), message(2), b"\0\1binary"]
    Producer(store, tmp_path).deliver(*data, silent_after=60.0)
    (source,) = listed(store)
    assert counts(source) == (4, 2, 1, 0, 1)
    assert (source.heard.bytes, source.state, source.silent_after) == (sum(map(len, data)), "heard", 60.0)
    assert source.heard_at and source.story_at and source.this_hour == 2
    Producer(store, tmp_path).deliver(message(3))
    (again,) = listed(store)
    assert counts(again) == (5, 3, 1, 0, 1)
    assert (again.since, again.silent_after) == (source.since, None)
    with store.read() as connection:
        assert sum(connection.scalars(select(source_hours.c.messages))) == 5


def test_a_gap_is_told_once_and_closed_by_the_late_number(store: Store, tmp_path: Path) -> None:
    assert Producer(store, tmp_path).deliver(message(1), message(2), message(6)) == [
        "tcp coast: service abc: 3 missing: 3–5"
    ]
    (source,) = listed(store)
    assert (source.missing, source.missing_lines) == (3, ["abc 3–5"])
    assert Producer(store, tmp_path).deliver(message(7), message(9, "xyz"), message(4)) == [
        "tcp coast: service abc: 1 came late, 2 missing"
    ]
    assert Producer(store, tmp_path).deliver(message(5), message(3), message(10, "xyz"))[-1].endswith("0 missing")
    assert [one.missing for one in listed(store)] == [0]


def test_several_producers_count_one_source_together(store: Store, tmp_path: Path) -> None:
    parts = [[message(number) for number in range(start, 61, 3)] for start in (1, 2, 3)]
    producers = [
        threading.Thread(target=Producer(store, tmp_path / str(at)).deliver, args=part) for at, part in enumerate(parts)
    ]
    for one in producers:
        one.start()
    for one in producers:
        one.join()
    (source,) = listed(store)
    assert counts(source) == (60, 60, 0, 0, 0)


def test_history_and_files_are_not_counted(store: Store, tmp_path: Path) -> None:
    Producer(store, tmp_path, backfill=True).deliver(message(1))
    producer = Producer(store, tmp_path)
    with producer.scheduler:
        SourceHandle(producer.scheduler, "files").deliver(message(2))
    assert listed(store) == []


def test_a_source_that_never_said_anything_is_listed(store: Store, tmp_path: Path) -> None:
    Producer(store, tmp_path).deliver(silent_after=3600)
    (source,) = listed(store)
    assert (source.state, source.heard_at, source.missing) == ("waiting", None, 0)


@pytest.mark.parametrize(("minutes", "state"), [(20, "heard"), (45, "silent")])
def test_a_source_is_silent_by_its_history(store: Store, tmp_path: Path, minutes: int, state: str) -> None:
    Producer(store, tmp_path).deliver(message(1))
    with store.write() as connection:
        now = database_time(connection)
        hour = now.replace(minute=0, second=0, microsecond=0)
        rows = [
            {"name": "tcp coast", "hour": hour - timedelta(hours=number), "messages": 12, "stories": 12, "rejected": 0}
            for number in range(1, 24 * 30)
        ]
        connection.execute(insert(source_hours), rows)
        past = {"since": now - timedelta(days=30), "story_at": now - timedelta(minutes=minutes)}
        connection.execute(update(source_status).values(**past))
    (source,) = listed(store)
    assert (source.state, source.usual) == (state, 12)


def test_old_hours_are_deleted_and_a_source_can_be_forgotten(store: Store, tmp_path: Path) -> None:
    producer = Producer(store, tmp_path)
    with store.write() as connection:
        hour = database_time(connection).replace(minute=0, second=0, microsecond=0)
        for weeks in (1, source_health.KEPT_WEEKS + 1):
            values = {"name": "tcp coast", "messages": 1, "stories": 1, "rejected": 0}
            connection.execute(insert(source_hours).values(hour=hour - timedelta(weeks=weeks), **values))
    producer.deliver(message(1))
    with store.read() as connection:
        assert len(source_health.hours(connection, "tcp coast")) == 2
    with store.write() as connection:
        source_health.forget(connection, "tcp coast")
    assert listed(store) == []
    with pytest.raises(NotFound), store.write() as connection:
        source_health.forget(connection, "tcp coast")
