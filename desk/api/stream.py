"""The live wire for programs: one event a story."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from desk.api.models import story_out
from desk.queries.live import FOLLOWERS, Live, News
from desk.web.live_stream import HEADERS, since
from desk.web.state import desk_of

router = APIRouter(tags=["stories"])


@router.get(
    "/stream",
    summary="Stories as they come, as server-sent events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "events `story` and `gone`"}},
)
async def stream(request: Request) -> Response:
    """Event `story` holds a story as in a list, `gone` the id of one that was withdrawn; `Last-Event-ID` goes on."""
    from desk.web.errors import answer

    live = desk_of(request).live
    if live.followers >= FOLLOWERS:
        return answer(request, 503, "Too many readers follow the wire.", {"Retry-After": "30"})
    return StreamingResponse(_events(live, since(request)), media_type="text/event-stream", headers=HEADERS)


async def _events(live: Live, moment: datetime | None) -> AsyncIterator[bytes]:
    async for news in live.follow(moment):
        yield _encode(news) if news else b"retry: 2000\n\n"


def _encode(news: News) -> bytes:
    if "json" not in news.rendered:
        events = [b"event: story\ndata: " + orjson.dumps(story_out(card)) for card in news.arrived]
        events += [b"event: gone\ndata: " + orjson.dumps({"id": id}) for id in news.gone]
        news.rendered["json"] = b"".join(b"id: " + news.at.encode() + b"\n" + event + b"\n\n" for event in events)
    return news.rendered["json"]
