"""The order in which the ledger takes the stories of many sources: checked by order and counts, never by the clock."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from producer.ingest.batch import BATCH_SIZE, HANDOVER_SIZE
from producer.ingest.delivery import SourceHandle
from producer.ingest.scheduler import FairScheduler
from producer.publish import Publisher
from tests.integration.sources.conftest import Desk
from tests.support.servers import RedisServer
from tests.support.waiting import HANG_SECONDS
from wiredesk.queue.app import app_for
from wiredesk.queue.broker import queue_depths
from wiredesk.store.ledger import Accepted

CROWD = 40
"""Deliveries that the crowded source has in progress at once."""
MANY = 10_000
RARELY = 0.0001
"""Stories a second: one story in three hours."""


def stories(kind: str, numbers: range, **fields: object) -> bytes:
    """JSON lines."""
    rows = ({"id": f"{kind}-{n}", "headline": f"{kind} {n}", "body": f"Ferry {n} sails."} | fields for n in numbers)
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


class Gate(Publisher):
    """A ledger that accepts nothing until the gate is opened."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.opened, self.asked = threading.Event(), threading.Event()

    def accept(self, *args: Any, **options: Any) -> tuple[Accepted, list[str]]:
        self.asked.set()
        assert self.opened.wait(HANG_SECONDS)
        return super().accept(*args, **options)


@dataclass
class Sender:
    """A source that delivers each given piece in a separate thread, and runs until the end."""

    name: str
    pieces: list[bytes]
    rate: float = 0
    handle: SourceHandle = field(init=False)
    delivered: int = 0
    threads: list[threading.Thread] = field(default_factory=list)

    def run(self, scheduler: FairScheduler) -> None:
        self.handle = SourceHandle(scheduler, self.name, rate=self.rate)
        for piece in self.pieces:
            self.begin(piece)
        scheduler.stop.wait()
        for thread in self.threads:
            thread.join()

    def begin(self, piece: bytes) -> None:
        self.threads.append(threading.Thread(target=self.deliver, args=(piece,), daemon=True))
        self.threads[-1].start()

    def deliver(self, piece: bytes) -> None:
        self.handle.deliver(piece)
        self.delivered += 1


def crowd(many: int) -> Sender:
    step = many // CROWD
    return Sender("crowd", [stories("crowd", range(at, at + step)) for at in range(0, many, step)])


@pytest.fixture
def gate(desk: Desk) -> Iterator[Gate]:
    made = Gate(app_for(desk.settings), desk.store, desk.settings)
    yield made
    made.opened.set()


def waiting(scheduler: FairScheduler, source: str) -> int:
    """Return the number of batches of a source that wait for their turn."""
    with scheduler._changed:
        return sum(batch.source == source for *_, batch in scheduler._queue._heap)


def opened_with(desk: Desk, gate: Gate, first: Sender, *others: Sender) -> list[str]:
    """Return the headlines in the order of acceptance; ``others`` start when the first source fills the queue."""
    met: list[FairScheduler] = []

    class Late:
        name = "late"

        def run(self, scheduler: FairScheduler) -> None:
            met.append(scheduler)
            desk.until(lambda: waiting(scheduler, first.name) >= CROWD - BATCH_SIZE // HANDOVER_SIZE, "the crowd")
            threads = [threading.Thread(target=other.run, args=(scheduler,), daemon=True) for other in others]
            for thread in threads:
                thread.start()
            scheduler.stop.wait()

    desk.start(first, Late(), publisher=gate)
    desk.until(lambda: bool(met) and all(waiting(met[0], other.name) for other in others), "the others")
    assert gate.asked.is_set() and desk.headlines() == []
    gate.opened.set()
    for sender in (first, *others):
        desk.until(lambda sender=sender: sender.delivered == len(sender.pieces), sender.name)  # type: ignore[misc]
    return desk.headlines()


def test_a_source_with_ten_thousand_stories_delays_nobody(desk: Desk, gate: Gate) -> None:
    order = opened_with(desk, gate, crowd(MANY), Sender("one", [stories("one", range(1))]))
    # at most the round that was in progress when it came, and one batch of the crowd in its own round
    assert order.index("one 0") <= BATCH_SIZE + 2 * HANDOVER_SIZE


def test_a_flash_overtakes_its_own_source_and_all_others(desk: Desk, gate: Gate) -> None:
    flash = Sender("crowd", [stories("flash", range(1), urgency=1)])
    bulletin = Sender("other", [stories("bulletin", range(1), urgency=2)])
    order = opened_with(desk, gate, crowd(2000), flash, bulletin)
    under_way = next(at for at, headline in enumerate(order) if not headline.startswith("crowd"))
    assert set(order[under_way : under_way + 2]) == {"flash 0", "bulletin 0"}
    assert under_way <= BATCH_SIZE + HANDOVER_SIZE


def test_a_flash_goes_before_the_stories_that_were_read_with_it(desk: Desk) -> None:
    desk.start(Sender("file", [stories("routine", range(20)) + stories("flash", range(1), urgency=1)]))
    desk.until(lambda: len(desk.headlines()) == 21)
    assert desk.headlines()[0] == "flash 0"


def test_a_rate_delays_its_own_source_only_and_no_flash(desk: Desk) -> None:
    slow = Sender("slow", [], rate=RARELY)
    quick = Sender("quick", [stories("quick", range(5)) for _ in range(1)])
    desk.start(slow, quick)
    desk.until(lambda: hasattr(slow, "handle"))
    slow.deliver(stories("slow", range(1)))
    slow.begin(stories("held", range(1)))
    slow.deliver(stories("flash", range(1), urgency=1))
    desk.until(lambda: len(desk.headlines()) == 7)
    assert "held 0" not in desk.headlines() and slow.delivered == 2
    desk.stop()  # parsed stories are not discarded
    assert slow.delivered == 3 and "held 0" in desk.headlines()


def test_a_rate_is_never_exceeded(desk: Desk) -> None:
    source = Sender("steady", [], rate=50)
    desk.start(source)
    desk.until(lambda: hasattr(source, "handle"))
    began = time.monotonic()
    for number in range(11):
        source.deliver(stories("steady", range(number, number + 1)))
    assert time.monotonic() - began >= 10 / 50


def test_above_the_high_water_mark_stories_wait_in_the_ledger(tmp_path: Path, redis: RedisServer) -> None:
    desk = Desk(tmp_path / "wd", broker_url=redis.url, high_water=5, batch=1)
    client: Any = Redis.from_url(redis.url)
    most: list[int] = []

    def waits() -> int:
        most.append(queue_depths(desk.settings)["wire"])
        return most[-1]

    def full() -> Callable[[], bool]:
        return lambda: waits() == 5

    try:
        desk.start(Sender("crowd", [stories("crowd", range(40))]))
        taken = 0
        while taken < 40:
            desk.until(full(), "a full queue")
            taken += len(client.lpop("wire:wire", 5))  # as workers do
        desk.until(lambda: len(desk.headlines()) == 40)
        assert taken == 40 and max(most) == 5
    finally:
        desk.close()
        client.close()
