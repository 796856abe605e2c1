"""Flashes for every page of the desk: server-sent events from which the bar at the top is made."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.change_feed import ToldChange
from desk.queries.live import LiveUpdate
from desk.web.paths import root_of, story_path
from desk.web.state import PAGE_KEEPALIVE, event_stream
from wiredesk.store.change_tables import ARRIVALS, DEPARTURES, ChangeKind

router = APIRouter(include_in_schema=False)


@router.get("/flashes")
async def flashes(request: Request) -> Response:
    """Stream flashes from the position that the browser noted; without one the first event tells it."""
    root = root_of(request)
    return event_stream(request, lambda update: encode(update, root), tell_start=True, keepalive=PAGE_KEEPALIVE)


def encode(update: LiveUpdate, root: str) -> bytes:
    """Return an update as one event, also where no flash is in it: the browser notes how far it has read.

    A flash may lose its urgency with a later version.  So new versions and withdrawals of all stories are told, and the
    browser takes those of the flashes that it knows.
    """
    name = f"flashes {root}"
    if name not in update.rendered:
        data = {
            "told": [_story(one, root) for one in update.told if _is_told(one)],
            "gone": [one.change.id for one in update.told if one.change.what in DEPARTURES],
            "missed": update.missed is not None,
        }
        body = orjson.dumps(data)
        update.rendered[name] = b"id: " + str(update.position).encode() + b"\nevent: flashes\ndata: " + body + b"\n\n"
    return update.rendered[name]


def _is_told(told: ToldChange) -> bool:
    card, what = told.card, told.change.what
    return card is not None and what in ARRIVALS and (bool(card.flash and told.is_news) or what in _OF_LATER_VERSIONS)


_OF_LATER_VERSIONS = (ChangeKind.REPLACED, ChangeKind.CORRECTED, ChangeKind.FREED)


def _story(told: ToldChange, root: str) -> dict[str, Any]:
    """Return a story as the bar shows it; ``label`` is empty where it is no flash, or no news."""
    card = told.card
    assert card is not None
    return {
        "id": card.id, "version": card.version, "label": card.flash if told.is_news else "", "title": card.title,
        "source": card.source or "", "path": root + story_path(card.id), "moment": card.moment,
        "what": told.change.what,
    }  # fmt: skip
