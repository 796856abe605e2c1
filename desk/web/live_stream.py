"""The live wire for the page: server-sent events with each row as the page shows it."""

from __future__ import annotations

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.live import LiveUpdate
from desk.reader_language import language
from desk.web.paths import root_of
from desk.web.rendering import render
from desk.web.state import PAGE_KEEPALIVE, event_stream

MAX_ROWS = 60
"""Newest rows of one update that a page receives; it shows no more than 90."""
router = APIRouter(include_in_schema=False)


@router.get("/live")
async def live(request: Request) -> Response:
    """Stream the live wire."""
    root = root_of(request)
    return event_stream(request, lambda update: encode(update, root), keepalive=PAGE_KEEPALIVE)


def encode(update: LiveUpdate, root: str) -> bytes:
    """Return an update as one event; it is rendered once for all readers of one language below the same path prefix."""
    name = f"html {root} {language()}"
    if name not in update.rendered:
        arrived = {card.id for card in update.arrived}
        position = str(update.position)
        rows = [
            {
                "ids": row.ids,
                "html": render("row.html", root, row=row).decode(),
                "arrived": not arrived.isdisjoint(row.ids),
            }
            for row in update.rows[-MAX_ROWS:]
        ]
        data = orjson.dumps({"rows": rows, "gone": update.gone})
        update.rendered[name] = b"id: " + position.encode() + b"\nevent: wire\ndata: " + data + b"\n\n"
    return update.rendered[name]
