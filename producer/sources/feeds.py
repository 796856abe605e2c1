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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import Field

from producer.formats import Envelope
from producer.ingest.delivery import SourceHandle
from producer.ingest.intake import Intake, describe_error
from producer.sources.addressed_source import AddressedSource
from producer.sources.addresses import origin
from producer.sources.cancellation import run_cancellable
from producer.sources.feed_document import require_feed
from producer.sources.fetch import (
    MAX_RETRY_AFTER_SECONDS,
    Conditions,
    Fetched,
    HttpClient,
    RequestLimits,
    address_digest,
    fetch,
    http_client,
    sendable,
)
from producer.sources.public_address import base_address, hide_secrets, public_address
from wiredesk.errors import Unavailable, WiredeskError

MAX_INTERVAL_SECONDS = 3600.0
"""Seconds between two polls of a feed that keeps failing, unless its interval is longer: a repaired feed is read within
the hour."""
JITTER = 0.1
"""Share by which a pause varies at random, so that the polls of many feeds do not synchronise."""
MAX_REQUESTS = 16
"""Requests in progress at once, over all hosts: enough for some thousand feeds, few enough for any network."""
CONDITION_REFUSED = frozenset({400, 412, 431})
"""Answers of servers that a conditional request can confuse; the next request has no condition."""
STATUS_HINTS = {
    202: "a bot check or an answer that is not ready",
    401: "it needs user and password, or a token, in its address",
    403: "it refuses this client or its address",
    404: "correct its address in the configuration",
}
USER_AGENT = "wiredesk (news wire reader)"

T = TypeVar("T")


class Feed(AddressedSource):
    """A feed's row in ``wire.toml``."""

    type: Literal["feed"] = "feed"
    url: str = Field(pattern=r"^https?://", description="the feed's address")
    every: float = Field(default=120.0, gt=0, description="seconds between two polls")
    timeout: float = Field(default=60.0, gt=0, description="seconds one poll may take")
    private: bool = Field(default=False, description="follow redirects into private networks")
    gap: float = Field(default=1.0, ge=0, description="seconds between two requests to its host")

    kind: ClassVar[str] = "feed"


@dataclass(slots=True)
class Host:
    """Allows one request at a time, with ``gap`` seconds between two."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Feeds:
    """All feeds together as one source."""

    feeds: tuple[Feed, ...]
    name: str = "feeds"

    def run(self, scheduler: Intake) -> None:
        """Poll until the source is to stop."""
        run_cancellable(scheduler.stop, self._poll_all(scheduler))

    async def _poll_all(self, scheduler: Intake) -> None:
        hosts: dict[str, Host] = defaultdict(Host)
        room = asyncio.Semaphore(MAX_REQUESTS)
        async with http_client(USER_AGENT) as http:
            polls = [poll_feed(feed, feed.handle(scheduler), http, hosts, room) for feed in self.feeds]
            await asyncio.gather(*polls, return_exceptions=True)


async def poll_feed(
    feed: Feed, handle: SourceHandle, http: HttpClient, hosts: dict[str, Host], room: asyncio.Semaphore
) -> None:
    """Poll one feed until it is to stop, or was removed.

    When the task is cancelled, a document that is being read is read to its end, and its checkpoint is written.
    """
    checkpoint = await asyncio.to_thread(handle.last_checkpoint)
    if "moved" in checkpoint:  # earlier releases remembered the whole address
        checkpoint["moved"] = public_address(str(checkpoint["moved"]))
    await asyncio.sleep(max(0.0, not_before(checkpoint) - time.time()))
    limits = RequestLimits(handle.limits.file_bytes, feed.timeout, feed.private, feed.reach)
    failures = 0
    while not handle.stop.is_set():
        asked = None
        try:
            answer = await _request(feed, http, hosts, room, checkpoint, limits)
            if answer.status == 410:
                handle.fail("the feed was removed (410); it is not polled again")
                return
            asked = answer.retry_after
            checkpoint = await _uninterrupted(partial(_take, feed, answer, handle, checkpoint))
            require_answer(answer)
            failures, pause = 0, pause_after(feed.every, 0, asked)
            handle.work()
            if handle.forget_reports():
                handle.report("reads again")
        except Exception as error:  # a feed must not end its neighbours
            failures += 1
            pause = pause_after(feed.every, failures, asked)
            handle.fail(_without_subject(error), f"again in {pause:.0f} s, then more seldom")
        await asyncio.sleep(pause)


async def _uninterrupted(work: Callable[[], T]) -> T:
    """Return the result of ``work``, called in a thread; a cancellation waits until it has ended."""
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise


def require_answer(answer: Fetched) -> None:
    """Raise :class:`Unavailable` if the server did not give the feed."""
    if answer.status not in (200, 304):
        raise Unavailable("", f"HTTP {answer.status}", STATUS_HINTS.get(answer.status, ""))


def _without_subject(error: Exception) -> str:
    """Return an error without the feed's address, which begins every line of the source already."""
    if isinstance(error, WiredeskError):
        return "; ".join(part for part in (error.cause or describe_error(error), error.hint) if part)
    return hide_secrets(describe_error(error))


def not_before(checkpoint: Mapping[str, Any]) -> float:
    """Return the time, in seconds since the epoch, before which the server does not want to be asked again."""
    try:
        return min(float(checkpoint.get("not_before", 0)), time.time() + MAX_RETRY_AFTER_SECONDS)
    except (TypeError, ValueError):
        return 0.0


async def _request(
    feed: Feed,
    http: HttpClient,
    hosts: dict[str, Host],
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


def _take(feed: Feed, answer: Fetched, handle: SourceHandle, checkpoint: dict[str, Any]) -> dict[str, Any]:
    """Deliver what is new in an answer; return the feed's new checkpoint, which the ledger has.

    Raises:
        NoFeed: the answer is another document.
    """
    before = checkpoint
    if answer.moved and (moved := public_address(answer.moved)) != checkpoint.get("moved"):
        handle.report(f"moved for good to {moved}: correct its address in the configuration")
        checkpoint = checkpoint | {"moved": moved}
    if answer.status == 304:
        return checkpoint
    if answer.status != 200:
        if answer.status in CONDITION_REFUSED:
            checkpoint = {name: value for name, value in checkpoint.items() if name not in ("etag", "modified", "at")}
        if answer.retry_after is not None:
            checkpoint = checkpoint | {"not_before": time.time() + answer.retry_after}
        if checkpoint != before:
            handle.checkpoint(checkpoint)
        return checkpoint
    digest = hashlib.sha256(answer.data).hexdigest()
    whole = True
    if digest != checkpoint.get("digest"):
        address = base_address(answer.address)
        envelope = Envelope(address, answer.charset, datetime.now(UTC), feed.namespace)
        require_feed(answer.data, handle.name, handle.limits, envelope)
        result = handle.deliver(answer.data, envelope=envelope)
        whole = not result.rejected
        if result.new or result.rejected:
            handle.report(str(result))
    # a document that could not be read completely is requested completely again
    seen = {"etag": answer.etag, "modified": answer.modified} if whole else {}
    after = {name: value for name, value in seen.items() if value} | {"digest": digest}
    after |= {"at": address_digest(answer.address)} if len(after) > 1 else {}
    after |= {"moved": checkpoint["moved"]} if "moved" in checkpoint else {}
    if after != checkpoint:
        handle.checkpoint(after)
    return after


def conditions(checkpoint: Mapping[str, Any]) -> Conditions:
    """Return the headers that request the feed only if it changed (RFC 9110, 13.1).

    Validators that no request can carry are left out.
    """
    found = {"If-None-Match": checkpoint.get("etag"), "If-Modified-Since": checkpoint.get("modified")}
    bytes_of = {name: sendable(value) for name, value in found.items() if isinstance(value, str) and value}
    at = checkpoint.get("at")
    return Conditions({name: value for name, value in bytes_of.items() if value}, at if isinstance(at, str) else None)


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
