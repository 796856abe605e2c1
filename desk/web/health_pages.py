"""What machines ask: metrics, and whether the desk lives and can answer."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from desk.web.auth import refused
from desk.web.state import desk_of
from wiredesk.errors import WiredeskError
from wiredesk.store.tables import articles

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> Response:
    """The process turns: nothing else is asked."""
    return PlainTextResponse("alive\n")


@router.get("/readyz")
def ready(request: Request) -> Response:
    """The store answers a reader's question."""
    try:
        with desk_of(request).store.read() as connection:
            connection.execute(select(articles.c.seq).where(articles.c.visible).limit(1)).first()
    except WiredeskError:
        return PlainTextResponse("the store does not answer\n", 503)
    return PlainTextResponse("ready\n")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """For Prometheus."""
    from desk.ops.prometheus import CONTENT_TYPE

    desk = desk_of(request)
    no = refused(request, desk.settings)
    return no or Response(desk.metrics.text(), media_type=CONTENT_TYPE)
