"""Feeds that are started and stopped one by one, in one thread and with one client."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from dataclasses import dataclass, field

from producer.ingest.delivery import STOP_POLL_SECONDS
from producer.ingest.intake import Intake, describe_error
from producer.sources.cancellation import run_cancellable
from producer.sources.feeds import MAX_REQUESTS, USER_AGENT, Feed, Host, poll_feed
from producer.sources.fetch import HttpClient, http_client


@dataclass(slots=True)
class PooledFeed:
    """A feed of a pool.  ``intake.stop`` stops it; ``over`` is set when it has ended."""

    feed: Feed
    intake: Intake
    over: threading.Event = field(default_factory=threading.Event)
    task: asyncio.Task[None] | None = None


class FeedPool:
    """Polls any number of feeds as :class:`~producer.sources.feeds.Feeds` does."""

    name = "feeds"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._feeds: list[PooledFeed] = []

    def start(self, feed: Feed, intake: Intake) -> threading.Event:
        """Poll a feed from now on; the event is set when that has ended."""
        pooled = PooledFeed(feed, intake)
        with self._lock:
            self._feeds.append(pooled)
        return pooled.over

    def run(self, scheduler: Intake) -> None:
        """Poll until the producer is to stop."""
        try:
            run_cancellable(scheduler.stop, self._run())
        finally:
            if scheduler.stop.is_set():
                for pooled in self._pooled():
                    pooled.over.set()

    async def _run(self) -> None:
        hosts: dict[str, Host] = defaultdict(Host)
        room = asyncio.Semaphore(MAX_REQUESTS)
        for pooled in self._pooled():
            pooled.task = None  # of a loop that has ended
        async with http_client(USER_AGENT) as http:
            try:
                while True:
                    for pooled in self._pooled():
                        self._attend(pooled, http, hosts, room)
                    await asyncio.sleep(STOP_POLL_SECONDS)
            finally:
                tasks = [pooled.task for pooled in self._pooled() if pooled.task is not None]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _attend(self, pooled: PooledFeed, http: HttpClient, hosts: dict[str, Host], room: asyncio.Semaphore) -> None:
        """Start a feed that is new, stop one that is to stop, and drop one that has ended."""
        if pooled.task is None and not pooled.intake.stop.is_set():
            handle = pooled.feed.handle(pooled.intake)
            pooled.task = asyncio.create_task(poll_feed(pooled.feed, handle, http, hosts, room))
        elif pooled.task is None or pooled.task.done():
            with self._lock:
                self._feeds.remove(pooled)
            if pooled.task and not pooled.task.cancelled() and (error := pooled.task.exception()):
                line = describe_error(error)
                pooled.intake.note_failure(line)
                pooled.intake.report(f"{pooled.feed.name}: {line}")
            pooled.over.set()
        elif pooled.intake.stop.is_set() and not pooled.task.cancelling():
            pooled.task.cancel()

    def _pooled(self) -> list[PooledFeed]:
        with self._lock:
            return list(self._feeds)
