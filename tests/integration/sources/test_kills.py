"""Kill the producer at any moment, again and again: no story is lost and none is published twice."""

from __future__ import annotations

import json
import multiprocessing
import random
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
from redis import Redis
from sqlalchemy import select

from tests.faults.servers import RedisServer, free_port
from tests.integration.sources import killable
from tests.integration.sources.conftest import Desk
from tests.integration.sources.feedserver import FeedServer, Handler, rss
from worker.store.schema import articles

KILLS = 20
STORIES = 120
SEED = 1851


def story(kind: str, number: int) -> bytes:
    body = f"OSLO, May 8 (Xample) - {kind} number {number} left the quay at noon, the harbour master said."
    return json.dumps({"id": f"{kind}-{number}", "headline": f"{kind} {number}", "body": body}).encode()


def push(port: int, done: threading.Event) -> None:
    """A sender that gives up no story before it has its 202."""
    for number in range(STORIES):
        while True:
            try:
                answer = httpx.post(f"http://127.0.0.1:{port}/wire", content=story("pushed", number), timeout=5)
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            if answer.status_code == 202:
                break
    done.set()


def test_twenty_kills(desk: Desk, tmp_path: Path, redis: RedisServer) -> None:
    chance = random.Random(SEED)
    drop = tmp_path / "drop"
    drop.mkdir()
    for number in range(STORIES):
        (drop / f"{number:03}.json").write_bytes(story("dropped", number))
    client: Any = Redis.from_url(redis.url)
    for number in range(STORIES):
        client.xadd("wire", {"data": story("streamed", number)})
    shown = 10

    def page(to: Handler) -> None:  # ever more items; unchanged ones are not sent again
        nonlocal shown
        if to.headers.get("If-None-Match") == f'"{shown}"' and shown >= STORIES:
            to.reply(304)
            return
        shown = min(STORIES, shown + 7)
        to.reply(data=rss(*(f"polled {number}" for number in range(shown))), ETag=f'"{shown}"')

    server = FeedServer().start()
    server.pages["/wire"] = page
    port, pushed = free_port(), threading.Event()
    rows: list[dict[str, Any]] = [
        {"type": "folder", "path": str(drop), "every": 0.02},
        {"type": "feed", "url": server.url("/wire"), "every": 0.02, "gap": 0},
        {"type": "http", "port": port},
        {"type": "redis", "url": redis.url, "stream": "wire"},
    ]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([killable.__name__, "producer.sources.endpoint", "producer.sources.redisstream"])
    threading.Thread(target=push, args=(port, pushed), daemon=True).start()

    def begin() -> tuple[Any, Any]:
        under_way = context.Event()
        process = context.Process(target=killable.run, args=(desk.settings.home, rows, under_way))
        process.start()
        return process, under_way

    progress = set()
    for number in range(KILLS):
        process, under_way = begin()
        if number % 5:  # each fifth dies while it starts
            assert under_way.wait(30)
        process.join(chance.uniform(0.0, 0.25))
        progress.add(count(desk).total())
        assert process.is_alive(), "it ended by itself"
        process.kill()
        process.join()
    assert len(progress) > KILLS // 4, f"the kills did not come while stories did: {progress}"
    process, _ = begin()
    try:
        desk.until(lambda: count(desk)["polled"] == STORIES and not list(drop.glob("*.json")) and pushed.is_set())
        desk.until(lambda: client.xpending("wire", "wiredesk")["pending"] == 0)
        desk.until(lambda: count(desk)["streamed"] == STORIES)
    finally:
        process.terminate()
        process.join(10)
        process.kill()
        server.stop()
        client.close()
    assert count(desk) == dict.fromkeys(("dropped", "polled", "pushed", "streamed"), STORIES)
    assert len(list((drop / "done").iterdir())) == STORIES
    assert not list((drop / "rejected").iterdir())


def count(desk: Desk) -> Counter[str]:
    """Rows of the ledger by where they came from: a story that was published twice counts twice."""
    with desk.store.read() as connection:
        return Counter(headline.split()[0] for headline in connection.execute(select(articles.c.headline)).scalars())
