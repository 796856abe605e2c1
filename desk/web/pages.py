"""The pages that list: the wire, quotes, statistics and the API's endpoints."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.counting_window import Window, parse_window
from desk.queries.fact_list import FactPage
from desk.queries.ids_in_words import typed_names
from desk.queries.query_syntax import BadQuery
from desk.queries.quote_search import QuoteRow, QuoteType, search_quotes
from desk.queries.statistics import statistics
from desk.queries.story_order import parse_story_position
from desk.queries.wire_rows import newest_rows
from desk.views.folded_quotes import fold_quotes
from desk.web.known_parameters import Takes
from desk.web.list_views import VIEWS, parse_view
from desk.web.rendering import page
from desk.web.state import get_state, least_score
from desk.web.time_chart import hours_chart

PAGE_STORIES = 30
"""Stories, or quotes, on a page."""
PAGE_LINES = 80
"""Stories on a page of compact lines: a screen shows more than thirty."""
router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


@router.api_route("/", methods=GET, dependencies=[Depends(Takes("before", "view"))])
def wire(request: Request) -> Response:
    """The live wire: a row for each thread, the latest publication first."""
    before = parse_story_position(request.query_params.get("before", ""))
    view = parse_view(request.query_params.get("view", ""))
    limit = PAGE_LINES if view == "compact" else PAGE_STORIES
    state = get_state(request)
    position = state.live.newest()  # before the rows are read, so that nothing is lost between
    with state.store.read() as connection:
        rows = newest_rows(connection, before=before, limit=limit + 1)
    older = str(rows[limit - 1].position) if len(rows) > limit else None
    return page(
        request, "wire.html", ids=[row.card.id for row in rows[:limit]],
        rows=rows[:limit], older=older, live=before is None, since=str(position), view=view,
        views=VIEWS, before=request.query_params.get("before", ""),
    )  # fmt: skip


@router.api_route(
    "/quotes", methods=GET, dependencies=[Depends(Takes("speaker", "q", "kind", "all", "min_score", "before"))]
)
def quotes(request: Request) -> Response:
    """Who said what, the latest publication first."""
    given = {name: request.query_params.get(name, "") for name in ("speaker", "q", "kind", "all", "min_score")}
    if given["kind"] not in ("", *QuoteType):
        raise BadQuery("kind", f'invalid kind of quote "{given["kind"][:40]}"', f"one of {', '.join(QuoteType)}")
    problem, found, typed = "", FactPage[QuoteRow](), given
    try:
        with get_state(request).store.read() as connection:
            found = search_quotes(
                connection, speaker=given["speaker"], words=given["q"], kind=given["kind"],
                every=bool(given["all"]), min_score=least_score(request),
                cursor=request.query_params.get("before", ""), limit=PAGE_STORIES,
            )  # fmt: skip
            typed = typed_names(connection, given, ["speaker"])
    except BadQuery as error:
        problem = str(error)
    return page(
        request, "quotes.html", status=400 if problem else 200, quotes=fold_quotes(found), older=found.next,
        given=given, typed=typed, problem=problem,
    )  # fmt: skip


@router.api_route("/stats", methods=GET, dependencies=[Depends(Takes("window"))])
def stats(request: Request) -> Response:
    """Volume and speed."""
    with get_state(request).store.read() as connection:
        window = parse_window(connection, request.query_params.get("window", ""))
        found = statistics(connection, window, get_state(request).ranking)
    return page(
        request, "stats.html", found=found, arrivals=hours_chart(found.hours, found.arrivals), windows=tuple(Window)
    )


def _example(operation: dict[str, Any]) -> str:
    """Return an answer of an operation as indented JSON; empty if the description has none."""
    for media_type in operation["responses"].get("200", {}).get("content", {}).values():
        if "example" in media_type:
            return orjson.dumps(media_type["example"], option=orjson.OPT_INDENT_2).decode()
    return ""


@router.api_route("/api", methods=GET, dependencies=[Depends(Takes())])
def api_reference(request: Request) -> Response:
    """The endpoints of the API with their parameters, from its OpenAPI description."""
    schema = request.app.openapi()
    bare: dict[str, Any] = {"description": "", "parameters": []}
    operations = [
        (path, bare | operation | {"method": method.upper(), "example": _example(operation)})
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return page(request, "api.html", operations=operations, description=schema["info"]["summary"])
