"""The endpoints of watches."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request
from starlette.responses import Response

from desk.api.models import Problem
from desk.api.params import Cursor, Limit, json
from desk.api.watch_models import AlertsOut, WatchesOut
from desk.queries.query_syntax import parse_seq
from desk.watches.told_alerts import told_alerts
from desk.watches.watch_rows import known_watch, known_watches
from desk.web.state import get_state
from wiredesk.store import watch_state

WatchName = Annotated[str, Path(max_length=64, description="the name of the watch")]
watches_router = APIRouter(tags=["watches"])


@watches_router.get("/watches", response_model=WatchesOut, summary="Watches")
def watches(request: Request) -> Response:
    """Searches that are asked of each new story. What they found is at `/api/watches/{name}/alerts`."""
    with get_state(request).store.read() as connection:
        known, newest = known_watches(connection), watch_state.newest_of(connection)
    found = [
        {
            "name": one.row.name, "query": one.row.given.get("query", {}), "sinks": one.row.given.get("sinks", []),
            "active": one.row.active, "problem": one.problem or None, "newest": newest.get(one.row.name),
            "made_at": one.row.made_at,
        }
        for one in known
    ]  # fmt: skip
    return json({"watches": found})


@watches_router.get(
    "/watches/{name}/alerts",
    response_model=AlertsOut,
    responses={404: {"model": Problem}},
    summary="What a watch found, newest first",
)
def alerts(request: Request, name: WatchName, limit: Limit = 30, cursor: Cursor = "") -> Response:
    """An update is told only if it has something new in what is watched, a correction or withdrawal of what was told
    always. `story` is null where readers no longer see the story.
    """
    before = parse_seq(cursor)
    with get_state(request).store.read() as connection:
        known_watch(connection, name)
        rows = watch_state.newest_alerts(connection, name, before=before, limit=limit + 1)
        found = told_alerts(connection, rows[:limit])
    following = str(rows[limit - 1].n) if len(rows) > limit else None
    return json({"alerts": [one.model_dump(mode="json") for one in found], "next": following})
