"""Server-Sent Events: a stream of stories over HTTP, one event a story (WHATWG HTML, 9.2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal

import httpx
from pydantic import Field

from producer.ingest.delivery import SourceHandle
from producer.ingest.scheduler import FairScheduler
from producer.sources.cancellation import run_cancellable
from producer.sources.reconnect import run_with_reconnect
from producer.sources.source_config import Secret, SourceConfig
from wiredesk.errors import TooLarge, Unavailable

MAX_SILENCE_SECONDS = 90.0
"""Seconds without a byte after which a stream counts as broken; servers send a comment every 15 to 60 s."""
CONNECT_SECONDS = 30.0
"""Time to connect and to send the request."""


class EventStream(SourceConfig):
    """A stream's row in ``wire.toml``."""

    type: Literal["sse"] = "sse"
    url: str = Field(pattern=r"^https?://", description="the stream's address")
    token: Secret | None = Field(default=None, description="bearer token")

    @property
    def name(self) -> str:
        return f"sse {self.url}"

    def run(self, scheduler: FairScheduler) -> None:
        """Listen until the source is to stop; the checkpoint is the id of the last event that the ledger has."""
        handle = SourceHandle(scheduler, self.name, rate=self.rate)
        run_with_reconnect(handle, lambda: run_cancellable(handle.stop, self._listen(handle)))

    async def _listen(self, handle: SourceHandle) -> None:
        checkpoint = await asyncio.to_thread(handle.last_checkpoint)
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store", "Accept-Encoding": "identity"}
        headers |= {"Last-Event-ID": checkpoint["last"]} if checkpoint.get("last") else {}
        headers |= {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}
        timeout = httpx.Timeout(CONNECT_SECONDS, read=MAX_SILENCE_SECONDS)
        async with (
            httpx.AsyncClient(timeout=timeout, follow_redirects=False) as http,
            http.stream("GET", self.url, headers=headers) as answer,
        ):
            if answer.status_code != 200:
                raise Unavailable(self.name, f"HTTP {answer.status_code}")
            handle.report("listening")
            last = checkpoint.get("last", "")
            async for event in parse_events(answer.aiter_bytes(), handle.limits.story_bytes * 2, self.name):
                moved = event.id and event.id != last
                last = event.id or last
                await asyncio.to_thread(handle.deliver, event.data, checkpoint={"last": last} if moved else None)


@dataclass(slots=True)
class ServerSentEvent:
    """One event.  ``id`` is the last id that the stream gave."""

    data: bytes
    id: str = ""


@dataclass(slots=True)
class _PendingEvent:
    """An event that is not complete yet."""

    id: str = ""
    data: list[bytes] = field(default_factory=list)
    size: int = 0


async def parse_events(chunks: AsyncIterator[bytes], max_bytes: int, name: str) -> AsyncIterator[ServerSentEvent]:
    """Yield the events of a stream of bytes.

    Raises:
        TooLarge: an event or a line has more than ``max_bytes`` bytes.
    """
    pending = _PendingEvent()
    async for row in split_lines(chunks, max_bytes, name):
        if not row:
            if pending.data:
                yield ServerSentEvent(b"\n".join(pending.data), pending.id)
            pending = _PendingEvent(pending.id)
            continue
        field_name, _, value = row.partition(b":")
        value = value.removeprefix(b" ")
        if field_name == b"data":
            pending.data.append(value)
            pending.size += len(value)
            if pending.size > max_bytes:
                raise TooLarge(name, f"an event of more than {max_bytes:,} bytes")
        elif field_name == b"id" and b"\0" not in value:
            pending.id = value.decode("utf-8", "replace")


async def split_lines(chunks: AsyncIterator[bytes], max_bytes: int, name: str) -> AsyncIterator[bytes]:
    """Yield the lines that end in CR LF, LF or CR; an unfinished last line is dropped."""
    held, after_cr = b"", False
    async for chunk in chunks:
        rest = chunk[1:] if after_cr and chunk.startswith(b"\n") else chunk
        after_cr = chunk.endswith(b"\r") if chunk else after_cr
        rest = rest.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        held += rest
        if b"\n" in rest:
            *whole, held = held.split(b"\n")
            for row in whole:
                yield row
        if len(held) > max_bytes:
            raise TooLarge(name, f"a line of more than {max_bytes:,} bytes")
