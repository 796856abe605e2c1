"""The page of sources: when each was heard, what it delivered, and what is missing."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.source_list import SHOWN_HOURS, list_sources
from desk.web.rendering import page
from desk.web.state import get_state

router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


@router.api_route("/sources", methods=GET)
def sources(request: Request) -> Response:
    """Every source that a producer followed, the silent ones first."""
    with get_state(request).store.read() as connection:
        found = list_sources(connection)
    return page(request, "sources.html", sources=found, hours=SHOWN_HOURS)
