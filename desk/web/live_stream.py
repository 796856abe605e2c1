"""The live wire for the page: server-sent events with each story as the page shows it."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.live import LiveUpdate
from desk.web.paths import root_of
from desk.web.rendering import render
from desk.web.state import event_stream

MAX_STORIES = 60
"""Newest stories of one update that a page receives; it shows no more than 90."""
router = APIRouter(include_in_schema=False)


@router.get("/live")
async def live(request: Request) -> Response:
    """Stream the live wire."""
    root = root_of(request)
    return event_stream(request, lambda update: encode(update, root))


def encode(update: LiveUpdate, root: str) -> bytes:
    """Return an update as one event; it is rendered once for all readers below the same path prefix."""
    name = f"html {root}"
    if name not in update.rendered:
        arrived = [
            {"id": card.id, "html": render("card.html", root, card=card).decode(), "flash": card.flash,
             "title": card.title}
            for card in update.arrived[-MAX_STORIES:]
        ]  # fmt: skip
        data = orjson.dumps({"arrived": arrived, "gone": update.gone})
        update.rendered[name] = b"id: " + update.at.encode() + b"\nevent: wire\ndata: " + data + b"\n\n"
    return update.rendered[name]
