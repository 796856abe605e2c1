"""Feeds (RSS, Atom and JSON Feed), polled with consideration for their servers.

All feeds share one thread.  An answer that did not change is not parsed again (ETag, Last-Modified, then a digest of
the bytes).  A server that asks for a pause gets it; one that fails is polled after longer and longer pauses.  No host
receives two requests at once or within one second.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from pydantic import Field

from producer.ingest.delivery import SourceHandle
from producer.ingest.runner import describe_error
from producer.ingest.scheduler import FairScheduler
from producer.sources.addresses import origin
from producer.sources.cancellation import run_cancellable
from producer.sources.fetch import Fetched, RequestLimits, fetch, http_client
from producer.sources.source_config import SourceConfig

MAX_INTERVAL_SECONDS = 3600.0
"""Seconds between two polls of a feed that keeps failing, unless its interval is longer: a repaired feed is read within
the hour."""
JITTER = 0.1
"""Share by which a pause varies at random, so that the polls of many feeds do not synchronise."""
MAX_REQUESTS = 16
"""Requests in progress at once, over all hosts: enough for some thousand feeds, few enough for any network."""
USER_AGENT = "wiredesk (news wire reader)"


class Feed(SourceConfig):
    """A feed's row in ``wire.toml``."""

    type: Literal["feed"] = "feed"
    url: str = Field(pattern=r"^https?://", description="the feed's address")
    every: float = Field(default=120.0, gt=0, description="seconds between two polls")
    timeout: float = Field(default=60.0, gt=0, description="seconds one poll may take")
    private: bool = Field(default=False, description="follow redirects into private networks")
    gap: float = Field(default=1.0, ge=0, description="seconds between two requests to its host")

    @property
    def name(self) -> str:
        return f"feed {self.url}"


@dataclass(slots=True)
class _Host:
    """Allows one request at a time, with ``gap`` seconds between two."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Feeds:
    """All feeds together as one source."""

    feeds: tuple[Feed, ...]
    name: str = "feeds"

    def run(self, scheduler: FairScheduler) -> None:
        """Poll until the source is to stop."""
        run_cancellable(scheduler.stop, self._poll_all(scheduler))

    async def _poll_all(self, scheduler: FairScheduler) -> None:
        hosts: dict[str, _Host] = defaultdict(_Host)
        room = asyncio.Semaphore(MAX_REQUESTS)
        async with http_client(USER_AGENT) as http:
            handles = [SourceHandle(scheduler, feed.name, rate=feed.rate) for feed in self.feeds]
            polls = [_poll(feed, handle, http, hosts, room) for feed, handle in zip(self.feeds, handles, strict=True)]
            await asyncio.gather(*polls, return_exceptions=True)


async def _poll(
    feed: Feed, handle: SourceHandle, http: httpx.AsyncClient, hosts: dict[str, _Host], room: asyncio.Semaphore
) -> None:
    checkpoint = await asyncio.to_thread(handle.last_checkpoint)
    await asyncio.sleep(max(0.0, float(checkpoint.get("not_before", 0)) - time.time()))
    limits = RequestLimits(handle.limits.file_bytes, feed.timeout, feed.private)
    failures = 0
    while not handle.stop.is_set():
        pause = feed.every
        try:
            answer = await _request(feed, http, hosts, room, checkpoint, limits)
            if answer.status == 410:
                handle.report("the feed was removed (410); it is not polled again")
                return
            checkpoint = await asyncio.to_thread(_take, answer, handle, checkpoint)
            bad = answer.status not in (200, 304)
            failures = failures + 1 if bad else 0
            pause = pause_after(feed.every, failures, answer.retry_after)
        except Exception as error:  # a feed must not end its neighbours
            failures += 1
            pause = pause_after(feed.every, failures, None)
            handle.report(f"{describe_error(error)}; again in {pause:.0f} s")
        await asyncio.sleep(pause)


async def _request(
    feed: Feed,
    http: httpx.AsyncClient,
    hosts: dict[str, _Host],
    room: asyncio.Semaphore,
    checkpoint: Mapping[str, Any],
    limits: RequestLimits,
) -> Fetched:
    host = hosts[origin(feed.url)[1]]
    async with host.lock, room:
        await asyncio.sleep(max(0.0, host.free_at - time.monotonic()))
        try:
            return await fetch(http, feed.url, conditions(checkpoint), limits)
        finally:
            host.free_at = time.monotonic() + feed.gap


def _take(answer: Fetched, handle: SourceHandle, checkpoint: dict[str, Any]) -> dict[str, Any]:
    """Deliver what is new in an answer; return the feed's new checkpoint, which the ledger has."""
    if answer.moved and answer.moved != checkpoint.get("moved"):
        handle.report(f"moved for good to {answer.moved}: correct its address in the configuration")
        checkpoint = checkpoint | {"moved": answer.moved}
    if answer.status == 304:
        return checkpoint
    if answer.status != 200:
        handle.report(f"HTTP {answer.status}")
        if answer.retry_after is not None:
            checkpoint = checkpoint | {"not_before": time.time() + answer.retry_after}
            handle.checkpoint(checkpoint)
        return checkpoint
    digest = hashlib.sha256(answer.data).hexdigest()
    whole = True
    if digest != checkpoint.get("digest"):
        result = handle.deliver(answer.data)
        whole = not result.rejected
        if result.new or result.rejected:
            handle.report(str(result))
    # a document that could not be read completely is requested completely again
    seen = {"etag": answer.etag, "modified": answer.modified} if whole else {}
    after = {name: value for name, value in seen.items() if value} | {"digest": digest}
    after |= {"moved": checkpoint["moved"]} if "moved" in checkpoint else {}
    if after != checkpoint:
        handle.checkpoint(after)
    return after


def conditions(checkpoint: Mapping[str, Any]) -> dict[str, str]:
    """Return the headers that request the feed only if it changed (RFC 9110, 13.1)."""
    found = {"If-None-Match": checkpoint.get("etag"), "If-Modified-Since": checkpoint.get("modified")}
    return {name: value for name, value in found.items() if value}


def pause_after(every: float, failures: int, asked: float | None, chance: Sequence[float] = ()) -> float:
    """Return the seconds until the next poll.

    Args:
        every: the feed's interval in seconds.
        failures: failures in a row; the interval doubles with each.
        asked: seconds that the server asked for, a lower limit; None if it did not ask.
        chance: a number from 0 to 1 instead of a random one, for tests.
    """
    pause: float = min(every * 2.0 ** min(failures, 20), max(MAX_INTERVAL_SECONDS, every))
    jitter = 1 + JITTER * (2 * (chance[0] if chance else random.random()) - 1)
    return max(pause * jitter, asked or 0.0)
