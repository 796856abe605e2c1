"""Answers in gzip or Brotli, where the reader accepts them and they are text."""

from __future__ import annotations

import zlib
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LEAST_BYTES = 600
"""Shorter answers fit one packet as they are."""
GZIP_LEVEL = 5
BROTLI_QUALITY = 4
"""Levels that take about 1 ms of CPU for 100 KB."""
TEXT_TYPES = ("application/json", "application/problem+json", "application/geo+json", "application/feed+json",
              "application/atom+xml", "application/rss+xml", "application/xml", "application/x-ndjson",
              "application/jsonl", "application/javascript", "image/svg+xml")  # fmt: skip
"""Media types besides ``text/…``; Parquet and images are compressed already."""
STREAMED_EVENTS = "text/event-stream"
"""Never compressed: each event has to leave at once."""
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class Compressor(Protocol):
    """Compresses a stream piece by piece."""

    def compress(self, data: bytes) -> bytes: ...

    def finish(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)

    def compress(self, data: bytes) -> bytes:
        return self._stream.compress(data)

    def finish(self) -> bytes:
        return self._stream.flush()


class _Brotli:
    def __init__(self) -> None:
        brotli = import_module("brotli")  # the extra `sources` installs it
        self._stream = brotli.Compressor(mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)

    def compress(self, data: bytes) -> bytes:
        return bytes(self._stream.process(data))

    def finish(self) -> bytes:
        return bytes(self._stream.finish())


_COMPRESSORS: dict[str, type[Compressor]] = {"gzip": _Gzip}
if find_spec("brotli"):
    _COMPRESSORS = {"br": _Brotli, "gzip": _Gzip}


def chosen_coding(accept: str) -> str | None:
    """Return the content coding for an ``Accept-Encoding``: the one with the highest weight, Brotli before gzip."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, *parameters = (one.strip() for one in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        weights[name] = weight
    usual = weights.get("*", 0.0)
    best = max(_COMPRESSORS, key=lambda name: weights.get(name, usual))
    return best if weights.get(best, usual) > 0 else None


class Compression:
    """ASGI middleware that compresses text.  ETags are weak, so that one stands for an answer in every coding."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, chosen_coding(Headers(scope=scope).get("accept-encoding", "")))
        await self._app(scope, receive, answer.send)


class _Answer:
    """One answer on its way to the reader."""

    def __init__(self, send: Send, coding: str | None) -> None:
        self._send, self._coding = send, coding
        self._start: Message | None = None
        self._compressor: Compressor | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if _is_text(message):
                _vary(message)
                if self._coding and _has_body(message):
                    self._start = message
                    return
            await self._send(message)
            return
        if self._start is not None:
            await self._begin(message)
        if self._compressor is None or message["type"] != "http.response.body":
            await self._send(message)
            return
        more = message.get("more_body", False)
        body = self._compressor.compress(message.get("body", b""))
        if not more:
            body += self._compressor.finish()
        if body or not more:
            await self._send({"type": "http.response.body", "body": body, "more_body": more})

    async def _begin(self, first: Message) -> None:
        """Send the head, when the first piece of the body tells whether compression is worth it."""
        start, self._start = self._start, None
        assert start is not None and self._coding is not None
        more, body = first.get("more_body", False), first.get("body", b"")
        if not more and len(body) < LEAST_BYTES:
            await self._send(start)
            return
        headers = MutableHeaders(raw=start["headers"])
        headers["Content-Encoding"] = self._coding
        del headers["accept-ranges"]
        tag = headers.get("etag", "")
        if tag and not tag.startswith("W/"):
            headers["ETag"] = f"W/{tag}"
        self._compressor = _COMPRESSORS[self._coding]()
        if more:
            del headers["content-length"]
        else:
            body = self._compressor.compress(body) + self._compressor.finish()
            headers["Content-Length"] = str(len(body))
            first["body"] = body
            self._compressor = None
        await self._send(start)


def _is_text(start: Message) -> bool:
    media_type = Headers(raw=start["headers"]).get("content-type", "").partition(";")[0].strip().lower()
    if media_type == STREAMED_EVENTS:
        return False
    return media_type.startswith("text/") or media_type in TEXT_TYPES


def _has_body(start: Message) -> bool:
    return start["status"] not in (204, 206, 304) and "content-encoding" not in Headers(raw=start["headers"])


def _vary(start: Message) -> None:
    headers = MutableHeaders(raw=start["headers"])
    headers.add_vary_header("Accept-Encoding")
