"""The live wire's stream for the page: server-sent events with each story's card as the page shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from desk.queries.live import FOLLOWERS, Live, News
from desk.web.rendering import render, root_of
from desk.web.state import desk_of

SHOWN = 60
"""Newest stories of one look that a page is told."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
router = APIRouter(include_in_schema=False)


@router.get("/live")
async def live(request: Request) -> Response:
    """``?since=`` or ``Last-Event-ID``: the moment from which the reader knows the wire."""
    desk = desk_of(request)
    if desk.live.followers >= FOLLOWERS:
        return PlainTextResponse("Too many readers follow the wire.\n", 503, {"Retry-After": "30"})
    moment = since(request)
    stream = events(desk.live, moment, root_of(request))
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


def since(request: Request) -> datetime | None:
    """The moment that a reader gives; None where it gives none that can be read."""
    text = request.headers.get("last-event-id") or request.query_params.get("since", "")
    try:
        moment = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo else None


async def events(live: Live, moment: datetime | None, root: str) -> AsyncIterator[bytes]:
    async for news in live.follow(moment):
        yield encode(news, root) if news else b"retry: 2000\n\n"


def encode(news: News, root: str) -> bytes:
    """One event, rendered once for all who follow under the same prefix."""
    name = f"html {root}"
    if name not in news.rendered:
        arrived = [
            {"id": card.id, "html": render("card.html", root, card=card).decode(), "flash": card.flash,
             "title": card.title}
            for card in news.arrived[-SHOWN:]
        ]  # fmt: skip
        data = orjson.dumps({"arrived": arrived, "gone": news.gone})
        news.rendered[name] = b"id: " + news.at.encode() + b"\nevent: wire\ndata: " + data + b"\n\n"
    return news.rendered[name]
