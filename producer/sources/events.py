"""Server-Sent Events: a stream of stories over HTTP, one event a story (WHATWG HTML, 9.2)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar, Literal

import httpx
from pydantic import Field

from producer.formats import Envelope
from producer.formats.text.content_type import charset_of
from producer.ingest.delivery import SourceHandle
from producer.ingest.intake import Intake
from producer.sources.addressed_source import AddressedSource
from producer.sources.cancellation import run_cancellable
from producer.sources.lenient_connection import RefusedAddress, make_lenient
from producer.sources.lying_codings import SAMPLE_BYTES, is_compressed
from producer.sources.public_address import base_address
from producer.sources.reconnect import run_with_reconnect
from wiredesk.config_values import Secret
from wiredesk.errors import BadData, TooLarge, Unavailable

MAX_SILENCE_SECONDS = 90.0
"""Seconds without a byte after which a stream counts as broken; servers send a comment every 15 to 60 s."""
CONNECT_SECONDS = 30.0
"""Time to connect and to send the request."""
MAX_ID_BYTES = 4096
"""A longer id is not sent back: servers refuse requests with headers of more than some kilobytes."""
_NO_STREAM = re.compile(r"text/html|application/(?:xhtml\+xml|json)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class EventStream(AddressedSource):
    """A stream's row in ``wire.toml``."""

    type: Literal["sse"] = "sse"
    url: str = Field(pattern=r"^https?://", description="the stream's address")
    token: Secret | None = Field(default=None, description="bearer token")

    kind: ClassVar[str] = "sse"

    def run(self, scheduler: Intake) -> None:
        """Listen until the source is to stop; the checkpoint is the id of the last event that the ledger has."""
        handle = self.handle(scheduler)
        run_with_reconnect(handle, lambda: run_cancellable(handle.stop, self._session(handle)))

    async def _session(self, handle: SourceHandle) -> None:
        try:
            await self._listen(handle)
        except httpx.HTTPError as error:
            if self.reach and isinstance(error.__cause__, RefusedAddress):
                raise self.reach.refusal(self.name, str(error)) from None
            raise

    async def _listen(self, handle: SourceHandle) -> None:
        checkpoint = await asyncio.to_thread(handle.last_checkpoint)
        last = checkpoint.get("last", "")
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store", "Accept-Encoding": "identity"}
        headers |= {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        sent += [(b"Last-Event-ID", value)] if (value := sendable_id(last)) else []
        timeout = httpx.Timeout(CONNECT_SECONDS, read=MAX_SILENCE_SECONDS)
        async with (
            make_lenient(httpx.AsyncClient(timeout=timeout, follow_redirects=False), self.reach) as http,
            http.stream("GET", self.url, headers=sent) as answer,
        ):
            if answer.status_code != 200:
                raise Unavailable(cause=f"HTTP {answer.status_code}")
            require_stream(answer.headers.get("content-type", ""))
            handle.work("listening")
            charset = charset_of(answer.headers.get("content-type"))
            chunks = uncompressed(answer.aiter_raw(), handle.name)
            async for event in parse_events(chunks, handle.limits.story_bytes * 2, handle.name):
                moved = event.id and event.id != last
                last = event.id or last
                envelope = Envelope(base_address(self.url), charset, datetime.now(UTC), self.namespace)
                after = {"last": last} if moved else None
                await asyncio.to_thread(handle.deliver, event.data, envelope=envelope, checkpoint=after)


def require_stream(content_type: str) -> None:
    """Raise :class:`Unavailable` if an answer is a page or JSON; servers name streams in many other ways."""
    if found := _NO_STREAM.match(content_type):
        raise Unavailable(cause=f"no event stream: {found[0].lower()}", hint="is it a log-in, a bot check or an error?")


def sendable_id(last: object) -> bytes | None:
    """Return the bytes of ``Last-Event-ID`` (WHATWG HTML, 9.2.3: UTF-8); None if no request can carry them."""
    if not isinstance(last, str) or not last or _CONTROL.search(last) or last != last.strip(" \t"):
        return None
    value = last.encode("utf-8", "replace")
    return value if len(value) <= MAX_ID_BYTES else None


async def uncompressed(chunks: AsyncIterator[bytes], name: str) -> AsyncIterator[bytes]:
    """Yield the bytes of a stream as they were sent, whatever coding its head names.

    Raises:
        BadData: they are compressed, which was not requested; nothing is decompressed.
    """
    start: bytes | None = b""
    async for chunk in chunks:
        if start is not None:
            start += chunk
            if is_compressed(start):
                raise BadData(name, "the stream is compressed, which was not requested")
            start = start if len(start) < SAMPLE_BYTES else None
        yield chunk


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
