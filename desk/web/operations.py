"""The endpoints for machines: liveness, readiness, metrics, and usual addresses that lead elsewhere."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from desk.ops.prometheus import CONTENT_TYPE
from desk.web.auth import require_token
from desk.web.paths import root_of
from desk.web.state import get_state
from wiredesk.errors import WiredeskError
from wiredesk.store.tables import articles

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> Response:
    """Answer as long as the event loop runs; no service is queried."""
    return PlainTextResponse("alive\n")


@router.get("/docs")
@router.get("/api/docs")
def reference(request: Request) -> Response:
    """Lead those who look for the API's reference under its usual names to it."""
    return RedirectResponse(f"{root_of(request)}/api", 307)


@router.get("/openapi.json")
def description(request: Request) -> Response:
    """Lead programs that look for the API's description under its usual name to it."""
    return RedirectResponse(f"{root_of(request)}/api/openapi.json", 307)


@router.get("/robots.txt")
async def robots() -> Response:
    """Ask search engines to stay away: agencies' stories are licensed, and pages are made for each request."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Answer 200 if the store answers a query, else 503."""
    try:
        with get_state(request).store.read() as connection:
            connection.execute(select(articles.c.seq).where(articles.c.visible).limit(1)).first()
    except WiredeskError:
        return PlainTextResponse("the store does not answer\n", 503)
    return PlainTextResponse("ready\n")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Return the Prometheus metrics."""
    state = get_state(request)
    require_token(request, state.settings)
    return Response(state.metrics.text(), media_type=CONTENT_TYPE)
