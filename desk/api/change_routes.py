"""The endpoints of changes: a page of the change log, which may be waited for, and the stream."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from desk.api.list_answers import LinkedRoute
from desk.api.models import ChangesGoneOut, ChangesOut
from desk.api.params import json
from desk.api.problem import problem
from desk.api.thing_routes import FOUND_BY_NAME
from desk.queries.change_feed import StreamPosition, ToldChange, parse_position, told_changes
from desk.queries.filters import Filters
from desk.queries.live import LiveUpdate
from desk.queries.query_syntax import MAX_SEQ
from desk.queries.story_search import matching
from desk.views.records import card_record, change_record
from desk.web.reader_filters import ReaderFilters, form_filters
from desk.web.state import AppState, event_stream, get_state, refuse_too_many
from wiredesk.store.change_tables import ChangeKind
from wiredesk.store.changes import ChangesGone

MAX_LIMIT = 1000
"""Most changes of one answer."""
MAX_WAIT_SECONDS = 60.0
"""Longest time that an answer is waited for: proxies give up after it."""
MAX_PAGES = 20
"""Pages of the log that one answer reads when few changes fit its filters."""
MISSED = "Changes before this event are missing. Read /api/stories or /api/export."
"""What an event `reset` says."""
changes_router = APIRouter(route_class=LinkedRoute, tags=["stories"])


@changes_router.get(
    "/changes",
    response_model=ChangesOut,
    responses=FOUND_BY_NAME | {410: {"model": ChangesGoneOut, "description": "No longer kept"}},
    summary="Every change since a change, in order",
)
async def changes(
    request: Request,
    filters: ReaderFilters,
    after: Annotated[
        int | None, Query(ge=0, le=MAX_SEQ, description="number of the last change that you have; without it, of now")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="maximum number of changes")] = 200,
    wait: Annotated[
        float, Query(ge=0, le=MAX_WAIT_SECONDS, description="seconds to wait for a change if there is none")
    ] = 0.0,
) -> Response:
    """Changes have numbers that only grow; each is there at least once. Go on with `next`; begin with the `next` of an
    answer without `after`, then read `/api/export`. 410 says that the changes after that number are no longer kept.
    """
    state = get_state(request)
    try:
        if after is None:
            await asyncio.to_thread(_check, state, filters)
            newest = await asyncio.to_thread(state.live.reader.newest)
            return json({"changes": [], "next": newest, "more": False})
        page = await asyncio.to_thread(_page, state, filters, after, limit)
        if wait and not page["changes"] and not page["more"]:
            page = await _wait(request, filters, page["next"], limit, wait)
    except ChangesGone as gone:
        return problem(request, 410, "Gone", str(gone), oldest=gone.oldest, newest=gone.newest)
    return json(page)


def _check(state: AppState, filters: Filters) -> None:
    """Raise the errors of :func:`desk.queries.story_search.matching`."""
    with state.store.read() as connection:
        matching(connection, filters, [0])


def _page(state: AppState, filters: Filters, after: int, limit: int) -> dict[str, Any]:
    """Return a page of changes; where few of them fit, pages are read until one does."""
    found: list[ToldChange] = []
    for _ in range(MAX_PAGES):
        batch = state.live.reader.read(after, limit)
        with state.store.read() as connection:
            found = told_changes(connection, batch.changes, filters)
        after = batch.after
        if found or not batch.is_full:
            break
    return {"changes": [change_record(one) for one in found], "next": after, "more": batch.is_full}


async def _wait(request: Request, filters: Filters, after: int, limit: int, seconds: float) -> dict[str, Any]:
    """Return the page after a change once there is one, or an empty one when the time is over."""
    state = get_state(request)
    refuse_too_many(state)
    until = time.monotonic() + seconds
    stream = state.live.follow()
    async with contextlib.aclosing(stream):
        await anext(stream)  # from here on each change wakes this reader
        while True:
            page = await asyncio.to_thread(_page, state, filters, after, limit)
            remaining = until - time.monotonic()
            if page["changes"] or page["more"] or remaining <= 0:
                return page
            after = page["next"]
            try:
                await asyncio.wait_for(anext(stream), remaining)
            except (TimeoutError, StopAsyncIteration):
                return page


def follow_filters(request: Request) -> Filters:
    """Return the filters of a stream; its ``since`` may be a position instead of a day.

    Raises:
        BadQuery: a filter is invalid.
    """
    given = dict(request.query_params)
    if parse_position(given.get("since", "")) is not None:
        del given["since"]
    return form_filters(request, given)


_PARAMETERS = [
    {"name": name, "in": "query", "required": False, "description": field.description, "schema": {"type": "string"}}
    for name, field in Filters.model_fields.items()
] + [
    {"name": "after", "in": "query", "required": False, "schema": {"type": "string"},
     "description": "number of the last change that you have; the header `Last-Event-ID` comes first"}
]  # fmt: skip


@changes_router.get(
    "/stream",
    summary="Changes as server-sent events",
    response_class=StreamingResponse,
    openapi_extra={"parameters": _PARAMETERS},
    responses=FOUND_BY_NAME
    | {
        200: {
            "content": {"text/event-stream": {}},
            "description": "events `story`, `gone`, `backfill`, `reprocessed`, `thread`, `thing` and `reset`",
        }
    },
)
async def stream(request: Request) -> Response:
    """Event `story` contains a story as in a list, `gone` the id of a withdrawn one or of one that no longer fits the
    filters, `backfill` and `reprocessed` a story that is no news, `thread` a change of a thread, `thing` one of the
    directory. `Last-Event-ID` resumes, and nothing is lost.

    Event `reset` says that changes are missing, because they are no longer kept. Then read `/api/stories` or
    `/api/export`, and go on with the stream.
    """
    filters = follow_filters(request)
    if filters:
        await asyncio.to_thread(_check, get_state(request), filters)
    return event_stream(request, encode_events, filters)


def encode_events(update: LiveUpdate) -> bytes:
    """Return an update as events; it is encoded once for all readers.

    Each change has its own id, so that a reader that loses the connection in the middle resumes there.
    """
    if "json" not in update.rendered:
        before = update.threads[0].n - 1 if update.threads else update.position.thread
        events = []
        if update.missed:
            data = {"detail": MISSED, "oldest": update.missed.oldest, "newest": update.missed.newest}
            events.append(_event("reset", update.position, data))
        told = (_change_event(one, StreamPosition(one.change.n, before)) for one in update.told)
        events += [event for event in told if event]
        events += [_event("thread", StreamPosition(update.position.n, one.n), one.record()) for one in update.threads]
        events.append(b"id: " + str(update.position).encode() + b"\n\n")  # also where no change fits the filters
        update.rendered["json"] = b"".join(events)
    return update.rendered["json"]


def _change_event(told: ToldChange, position: StreamPosition) -> bytes | None:
    """Return the event of a change; None where there is nothing to tell: another version followed."""
    change = told.change
    if change.thing is not None:
        return _event("thing", position, change_record(told))
    if not told.fits:
        return _event("gone", position, {"id": change.id, "what": change.what})
    if told.card is None:
        return None
    name = "story"
    if not change.is_news:
        name = "reprocessed" if change.what is ChangeKind.REPROCESSED else "backfill"
    return _event(name, position, card_record(told.card) | {"what": change.what})


def _event(name: str, position: StreamPosition, data: Any) -> bytes:
    return b"id: " + str(position).encode() + b"\nevent: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
