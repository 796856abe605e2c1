"""Feeds: RSS, Atom and JSON Feed, polled politely.

All feeds share one thread.  An answer that did not change is not read again (ETag, Last-Modified, then a digest of
the bytes); a server that asks for a pause gets it; one that fails is asked ever more seldom; and no host is asked
twice at once or twice within a second.
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

from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake, failed
from producer.sources.addresses import origin
from producer.sources.fetch import Bounds, Fetched, client, fetch
from producer.sources.source_config import Spec
from wiredesk.errors import BadData, Unavailable

SLOWEST = 3600.0
"""Seconds between two polls of a feed that fails again and again, unless its interval is longer."""
JITTER = 0.1
"""Share by which a pause is lengthened or shortened by chance, so that feeds do not fall into step."""
LOOK = 0.2
"""Seconds within which a stop is noticed."""
AT_ONCE = 16
"""Requests under way at once, over all hosts."""
AGENT = "wiredesk (news wire reader)"


class Feed(Spec):
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
    """One request at a time, ``gap`` seconds between two."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Feeds:
    """All feeds together, as one source."""

    feeds: tuple[Feed, ...]
    name: str = "feeds"

    def run(self, intake: Intake) -> None:
        """Poll until the intake is over."""
        asyncio.run(self._run(intake))

    async def _run(self, intake: Intake) -> None:
        hosts: dict[str, _Host] = defaultdict(_Host)
        room = asyncio.Semaphore(AT_ONCE)
        async with client(AGENT) as http:
            polls = [
                asyncio.create_task(_poll(feed, Line(intake, feed.name, rate=feed.rate), http, hosts, room))
                for feed in self.feeds
            ]
            while not intake.over.is_set() and not all(poll.done() for poll in polls):
                await asyncio.sleep(LOOK)
            for poll in polls:
                poll.cancel()
            await asyncio.gather(*polls, return_exceptions=True)


async def _poll(
    feed: Feed, line: Line, http: httpx.AsyncClient, hosts: dict[str, _Host], room: asyncio.Semaphore
) -> None:
    mark = await asyncio.to_thread(line.mark)
    await asyncio.sleep(max(0.0, float(mark.get("not_before", 0)) - time.time()))
    bounds = Bounds(line.limits.file_bytes, feed.timeout, feed.private)
    failures = 0
    while not line.over.is_set():
        pause = feed.every
        try:
            answer = await _ask(feed, http, hosts, room, mark, bounds)
            if answer.status == 410:
                line.tell("the feed is gone for good (410); it is not asked again")
                return
            mark = await asyncio.to_thread(_take, answer, line, mark)
            bad = answer.status not in (200, 304)
            failures = failures + 1 if bad else 0
            pause = pause_after(feed.every, failures, answer.retry_after)
        except (Unavailable, BadData) as error:
            failures += 1
            pause = pause_after(feed.every, failures, None)
            line.tell(f"{error}; again in {pause:.0f} s")
        except Exception as error:  # a feed must not take its neighbours with it
            failures += 1
            pause = pause_after(feed.every, failures, None)
            line.tell(f"{failed(error)}; again in {pause:.0f} s")
        await asyncio.sleep(pause)


async def _ask(
    feed: Feed,
    http: httpx.AsyncClient,
    hosts: dict[str, _Host],
    room: asyncio.Semaphore,
    mark: Mapping[str, Any],
    bounds: Bounds,
) -> Fetched:
    host = hosts[origin(feed.url)[1]]
    async with host.lock, room:
        await asyncio.sleep(max(0.0, host.free_at - time.monotonic()))
        try:
            return await fetch(http, feed.url, conditions(mark), bounds)
        finally:
            host.free_at = time.monotonic() + feed.gap


def _take(answer: Fetched, line: Line, mark: dict[str, Any]) -> dict[str, Any]:
    """Deliver what is new in an answer; returns the feed's new mark, which the ledger has."""
    if answer.moved and answer.moved != mark.get("moved"):
        line.tell(f"moved for good to {answer.moved}: correct its address")
        mark = mark | {"moved": answer.moved}
    if answer.status == 304:
        return mark
    if answer.status != 200:
        line.tell(f"HTTP {answer.status}")
        if answer.retry_after is not None:
            mark = mark | {"not_before": time.time() + answer.retry_after}
            line.remember(mark)
        return mark
    digest = hashlib.sha256(answer.data).hexdigest()
    whole = True
    if digest != mark.get("digest"):
        outcome = line.deliver(answer.data)
        whole = not outcome.rejected
        if outcome.new or outcome.rejected:
            line.tell(str(outcome))
    # a document that could not be read in full is asked for in full again
    seen = {"etag": answer.etag, "modified": answer.modified} if whole else {}
    after = {name: value for name, value in seen.items() if value} | {"digest": digest}
    after |= {"moved": mark["moved"]} if "moved" in mark else {}
    if after != mark:
        line.remember(after)
    return after


def conditions(mark: Mapping[str, Any]) -> dict[str, str]:
    """Headers that ask for the feed only if it changed (RFC 9110, 13.1)."""
    found = {"If-None-Match": mark.get("etag"), "If-Modified-Since": mark.get("modified")}
    return {name: value for name, value in found.items() if value}


def pause_after(every: float, failures: int, asked: float | None, chance: Sequence[float] = ()) -> float:
    """Seconds until the next poll: doubled with each failure in a row, never less than the server asked for.

    ``chance``: a number from 0 to 1 in the place of a random one.
    """
    pause: float = min(every * 2.0 ** min(failures, 20), max(SLOWEST, every))
    jitter = 1 + JITTER * (2 * (chance[0] if chance else random.random()) - 1)
    return max(pause * jitter, asked or 0.0)
