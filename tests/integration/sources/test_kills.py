"""Kill the producer at any moment, again and again: no story is lost and none is published twice.

Every kind of source runs at once.  The behaviour that is required of each kind of sender is described in
docs/how-to/sources.md, and :mod:`tests.integration.sources.wireservers` implements it.
"""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from producer.sources.source_registry import KINDS
from tests.integration.sources import killable
from tests.integration.sources.conftest import Desk
from tests.integration.sources.wireservers import Wire
from tests.support.servers import RedisServer
from tests.support.waiting import HANG_SECONDS
from wiredesk.store.tables import articles

KILLS = 25
A_LIFE = 4
"""Stories that are sent over each kind of source before one kill."""
SEED = 1851


@pytest.fixture
def wire(tmp_path: Path, redis: RedisServer) -> Iterator[Wire]:
    opened = Wire(tmp_path, redis)
    yield opened
    opened.close()


def test_kill_after_kill(desk: Desk, wire: Wire) -> None:
    rows = wire.rows()
    assert {row["type"] for row in rows} == set(KINDS), "a kind of source that is not killed"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [killable.__name__, *{f"producer.sources.{kind.partition(':')[0]}" for kind in KINDS.values()}]
    )
    chance = random.Random(SEED)

    def begin() -> tuple[Any, Any]:
        under_way = context.Event()
        given = (desk.settings.home, rows, [f"{wire.files}/*.json"], wire.pipe, under_way)
        process = context.Process(target=killable.run, args=given)
        process.start()
        return process, under_way

    seen: dict[str, set[int]] = defaultdict(set)
    awaited = cycle(wire.KINDS)
    for number in range(KILLS):
        before = count(desk)
        wire.send()
        process, under_way = begin()
        if number % 5:  # every fifth producer is killed while it starts
            assert under_way.wait(HANG_SECONDS)
            kind = next(awaited)
            desk.until(lambda kind=kind, before=before: count(desk)[kind] > before[kind], kind)
        for _ in range(A_LIFE - 1):
            process.join(chance.uniform(0.0, 0.3))
            wire.send()
        process.join(chance.uniform(0.0, 0.1))
        found = count(desk)
        for kind in wire.KINDS:
            seen[kind].add(found[kind])
        assert process.is_alive(), "it ended by itself"
        process.kill()
        process.join()
    for kind in wire.KINDS:
        assert len(seen[kind]) > 2, f"the kills did not come while {kind} stories did: {seen[kind]}"
    process, _ = begin()
    stories = KILLS * A_LIFE
    try:
        desk.until(lambda: sum(count(desk).values()) >= stories * len(wire.KINDS), "all stories")
        desk.until(lambda: not list(wire.drop.glob("*.json")) and wire.pushed == stories)
        desk.until(lambda: wire.redis.xpending("wire", "wiredesk")["pending"] == 0)
    finally:
        process.terminate()
        process.join(10)
        process.kill()
    assert count(desk) == dict.fromkeys(wire.KINDS, stories)
    assert len(list((wire.drop / "done").iterdir())) == stories
    assert not list((wire.drop / "rejected").iterdir())


def count(desk: Desk) -> Counter[str]:
    """Count the rows of the ledger by source: a story that was published twice counts twice."""
    with desk.store.read() as connection:
        return Counter(headline.split()[0] for headline in connection.execute(select(articles.c.headline)).scalars())
