"""Server-Sent Events: a stream of stories over HTTP, one event a story (WHATWG HTML, 9.2)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Literal

import httpx
from pydantic import Field

from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake
from producer.sources.polling import run_until
from producer.sources.reconnect import keep_up
from producer.sources.source_config import Secret, Spec
from wiredesk.errors import TooLarge, Unavailable

SILENCE = 90.0
"""Seconds without a byte, not even a comment, after which a stream counts as broken."""


class Events(Spec):
    """A stream's row in ``wire.toml``."""

    type: Literal["sse"] = "sse"
    url: str = Field(pattern=r"^https?://", description="the stream's address")
    token: Secret | None = Field(default=None, description="bearer token")

    @property
    def name(self) -> str:
        return f"sse {self.url}"

    def run(self, intake: Intake) -> None:
        """Listen until the intake is over; the id of the last event that the ledger has is remembered."""
        line = Line(intake, self.name, rate=self.rate)
        keep_up(line, lambda: run_until(line.over, self._listen(line)))

    async def _listen(self, line: Line) -> None:
        mark = await asyncio.to_thread(line.mark)
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store", "Accept-Encoding": "identity"}
        headers |= {"Last-Event-ID": mark["last"]} if mark.get("last") else {}
        headers |= {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}
        timeout = httpx.Timeout(30, read=SILENCE)
        async with (
            httpx.AsyncClient(timeout=timeout, follow_redirects=False) as http,
            http.stream("GET", self.url, headers=headers) as answer,
        ):
            if answer.status_code != 200:
                raise Unavailable(self.name, f"HTTP {answer.status_code}")
            line.tell("listening")
            last = mark.get("last", "")
            async for event in events(answer.aiter_bytes(), line.limits.story_bytes * 2, self.name):
                moved = event.id and event.id != last
                last = event.id or last
                await asyncio.to_thread(line.deliver, event.data, mark={"last": last} if moved else None)


@dataclass(slots=True)
class Event:
    """One event.  ``id`` is the last id that the stream gave."""

    data: bytes
    id: str = ""


@dataclass(slots=True)
class _Open:
    """An event that is not complete yet."""

    id: str = ""
    data: list[bytes] = field(default_factory=list)
    size: int = 0


async def events(chunks: AsyncIterator[bytes], most: int, name: str) -> AsyncIterator[Event]:
    """The events of a stream of bytes.  Raises :class:`TooLarge` for one of more than ``most`` bytes."""
    open = _Open()
    async for row in lines(chunks, most, name):
        if not row:
            if open.data:
                yield Event(b"\n".join(open.data), open.id)
            open = _Open(open.id)
            continue
        field_name, _, value = row.partition(b":")
        value = value.removeprefix(b" ")
        if field_name == b"data":
            open.data.append(value)
            open.size += len(value)
            if open.size > most:
                raise TooLarge(name, f"an event of more than {most:,} bytes")
        elif field_name == b"id" and b"\0" not in value:
            open.id = value.decode("utf-8", "replace")


async def lines(chunks: AsyncIterator[bytes], most: int, name: str) -> AsyncIterator[bytes]:
    """Lines that end in CR LF, LF or CR; what stands after the last end is no line."""
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
        if len(held) > most:
            raise TooLarge(name, f"a line of more than {most:,} bytes")
