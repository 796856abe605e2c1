"""HEAD wherever GET is (RFC 9110, section 9.3.2): the head of the answer to a GET, without its body."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadRequests:
    """ASGI middleware that answers HEAD as GET.  A stream ends with its head: it has no length and may be endless."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "HEAD":
            await _answer_head(self._app, dict(scope) | {"method": "GET"}, receive, send)
        else:
            await self._app(scope, receive, _with_allowed(send))


async def _answer_head(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    streams = asyncio.Event()
    ended = False

    async def send_head(message: Message) -> None:
        nonlocal ended
        if message["type"] == "http.response.start":
            await send(message)
            if "content-length" in Headers(raw=message["headers"]):
                return
            streams.set()
        if not ended:
            ended = True
            await send({"type": "http.response.body", "body": b""})

    answering = asyncio.ensure_future(app(scope, receive, _with_allowed(send_head)))
    waiting = asyncio.ensure_future(streams.wait())
    try:
        await asyncio.wait((answering, waiting), return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            answering.result()  # raises what the application raised
    finally:
        waiting.cancel()
        answering.cancel()


def _with_allowed(send: Send) -> Send:
    """Return a channel that names HEAD where an answer says that GET is allowed."""

    async def send_allowed(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 405:
            headers = MutableHeaders(raw=message["headers"])
            allowed = [one.strip() for one in headers.get("allow", "").split(",")]
            if "GET" in allowed and "HEAD" not in allowed:
                headers["Allow"] = ", ".join([*allowed, "HEAD"])
        await send(message)

    return send_allowed
