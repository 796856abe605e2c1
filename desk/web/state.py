"""The state that every request needs: the application's settings, store, live wire and metrics."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import BoundedSemaphore

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import StreamingResponse

from desk.ops.extraction_pool import ExtractionPool
from desk.ops.prometheus import Metrics
from desk.queries.change_feed import StreamPosition, parse_position
from desk.queries.filters import Filters
from desk.queries.live import MAX_FOLLOWERS, LiveUpdate, LiveWire
from desk.queries.query_syntax import MAX_SEQ, BadQuery
from desk.queries.ranking_cache import RankingCache
from wiredesk.settings import Settings
from wiredesk.store import Store

MAX_TRIALS = 2
"""Sources that are tried at once: each takes a thread for some seconds."""
RETRY_AFTER_SECONDS = 30
"""Seconds after which a reader should try again if all streams are taken."""
UNKNOWN_POSITION = StreamPosition(MAX_SEQ)
"""Stands for a position that cannot be read: the reader is told that it missed changes."""
_STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""A stream is not stored anywhere and not buffered by a proxy."""
_KEEPALIVE = b"retry: 2000\n\n"
"""A server-sent event without data; it also sets the browser's reconnect delay, milliseconds."""
PAGE_KEEPALIVE = b"retry: 2000\nevent: alive\ndata: 1\n\n"
"""A keep-alive that a script sees: it opens the stream again after a silence."""


@dataclass(frozen=True, slots=True)
class AppState:
    """Everything that outlives a request."""

    settings: Settings
    store: Store
    live: LiveWire
    metrics: Metrics
    ranking: RankingCache
    extraction: ExtractionPool
    source_trials: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MAX_TRIALS))
    """Places for sources that are tried."""


def get_state(request: Request) -> AppState:
    """Return the state of the application that serves a request."""
    state: AppState = request.app.state.desk
    return state


def score_or_setting(request: Request, given: float | None) -> float:
    """Return the score below which a request leaves results out: its own, or that of the settings."""
    return get_state(request).settings.min_score if given is None else given


def least_score(request: Request) -> float:
    """Return the score below which a page leaves results out: its parameter ``min_score``, or the setting.

    Raises:
        BadQuery: the parameter is not a number from 0 to 1.
    """
    text = request.query_params.get("min_score", "").strip()
    if not text:
        return get_state(request).settings.min_score
    try:
        given = float(text)
    except ValueError:
        given = -1.0
    if not 0 <= given <= 1:
        raise BadQuery("min_score", f'invalid score "{text[:40]}"', "a number from 0 to 1, such as 0.9")
    return given


def refuse_too_many(state: AppState) -> None:
    """Refuse a reader if too many follow the wire already.

    Raises:
        HTTPException: 503.
    """
    if state.live.followers >= MAX_FOLLOWERS:
        retry = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        raise HTTPException(503, "Too many readers follow the live wire.", retry)


def event_stream(
    request: Request,
    encode: Callable[[LiveUpdate], bytes],
    filters: Filters | None = None,
    *,
    tell_start: bool = False,
    keepalive: bytes = _KEEPALIVE,
    in_thread: bool = False,
) -> StreamingResponse:
    """Return the live wire as server-sent events, from the reader's position if it sends one.

    The position is in the header ``Last-Event-ID`` or in the parameter ``after`` or ``since``.

    Args:
        encode: turns an update into one or more events.
        filters: only what concerns a list of the stories that fit them.
        tell_start: a reader that sends no position gets an event at once that tells it.
        keepalive: what is sent at the start and after silence.
        in_thread: ``encode`` reads the store, so it runs in a thread.

    Raises:
        HTTPException: 503, too many readers follow the wire.
    """
    state = get_state(request)
    refuse_too_many(state)

    async def events() -> AsyncIterator[bytes]:
        since = _position(request, bool(filters))
        if since is None and tell_start:
            since = await asyncio.to_thread(state.live.newest)
            yield encode(LiveUpdate(since))
        async for update in state.live.follow(since, filters or None):
            if update is None:
                yield keepalive
            else:
                yield await asyncio.to_thread(encode, update) if in_thread else encode(update)

    return StreamingResponse(events(), media_type="text/event-stream", headers=_STREAM_HEADERS)


def _position(request: Request, has_filters: bool) -> StreamPosition | datetime | None:
    """Return where a reader resumes; one that cannot be read is one from which not all changes are known."""
    query = request.query_params
    given = request.headers.get("last-event-id") or query.get("after") or query.get("since", "")
    position = parse_position(given)
    if position is None and given and not (has_filters and given == query.get("since")):  # a day is a filter
        return UNKNOWN_POSITION
    return position
