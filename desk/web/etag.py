"""ETags: a reader that already has an answer gets 304 instead of the same answer again."""

from __future__ import annotations

from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIA_TYPES = (
    "text/html", "application/json", "application/geo+json", "application/atom+xml", "application/feed+json",
    "application/vnd.iptc.g2.newsitem+xml",
)  # fmt: skip
"""Answers that get an ETag: pages, the API and feeds.  Streams and exports are never held in memory as a whole."""
DIGEST_BYTES = 12
"""96 bits: two answers of one URL never share a tag by chance."""


class ConditionalAnswers:
    """ASGI middleware that adds an ETag to whole answers and replies 304 to ``If-None-Match``."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def conditional(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_candidate(message):
                held.append(message)
                return
            if held:
                start = held.pop()
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    message = _with_etag(scope, start, message)
                await send(start)
            await send(message)

        await self._app(scope, receive, conditional)


def _is_candidate(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    media_type = headers.get("content-type", "").partition(";")[0]
    return start["status"] == 200 and media_type in MEDIA_TYPES and "etag" not in headers


def _with_etag(scope: Scope, start: Message, body: Message) -> Message:
    """Add the ETag to the head of an answer; return its body, empty if the reader has it already."""
    tag = f'"{blake2b(body.get("body", b""), digest_size=DIGEST_BYTES).hexdigest()}"'
    headers = MutableHeaders(raw=start["headers"])
    headers["ETag"] = f"W/{tag}"  # weak: it stands for the same answer in every content coding
    headers["Cache-Control"] = "private, no-cache"
    headers.add_vary_header("Authorization")
    given = Headers(scope=scope).get("if-none-match", "")
    if given.strip() != "*" and tag not in {one.strip().removeprefix("W/") for one in given.split(",")}:
        return body
    start["status"] = 304
    del headers["content-length"]
    return {**body, "body": b""}
