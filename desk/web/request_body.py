"""The body of a request, read as a whole and within a limit of time before the application sees the request."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive

BODY_SECONDS = 20.0
"""Seconds in which a client sends its whole body: 5 MB at 2 Mbit a second."""


async def with_whole_body(receive: Receive) -> Receive | None:
    """Return a channel that gives the whole body at once; None if the client takes too long or has gone."""
    try:
        body = await asyncio.wait_for(_whole(receive), BODY_SECONDS)
    except TimeoutError:
        return None
    if body is None:
        return None
    given: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return given.pop() if given else await receive()

    return replay


async def _whole(receive: Receive) -> bytes | None:
    parts = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)
