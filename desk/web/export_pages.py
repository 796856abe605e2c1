"""Files of what pages list: the address of the page with a suffix, such as ``/search.csv?q=oil``."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from desk.api.export_routes import export_answer, file_answer
from desk.exports import ExportFormat, TableNotInFormat, export_facts
from desk.queries.event_search import search_events
from desk.queries.fact_list import FactPage
from desk.queries.filters import Filters, parse_form
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS, BadQuery
from desk.queries.quote_search import QuoteType, search_quotes
from desk.queries.thing_pages import ThingPage
from desk.views.export_tables import ExportTable
from desk.web.known_parameters import Takes
from desk.web.reader_filters import form_filters
from desk.web.state import get_state, least_score
from desk.web.topic_pages import topic
from wiredesk.errors import ConfigError
from wiredesk.store.event_filters import EventFilters

router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]
Choice = TypeVar("Choice", bound=StrEnum)
QUOTE_FILTERS = ("speaker", "q", "kind", "all", "min_score")


@router.api_route("/search.{format}", methods=GET, dependencies=[Depends(Takes(Filters, "table"))])
def search_file(request: Request, format: str) -> Response:
    """Every story of a search, or the rows of a table of them."""
    return _file_of(request, form_filters(request, dict(request.query_params)), format)


def _file_of(request: Request, filters: Filters, format: str) -> Response:
    """Return a file of the stories of a page, or the rows of a table of them."""
    given = request.query_params.get("table", "")
    return export_answer(request, filters, _format(format), _chosen(ExportTable, "table", given or ExportTable.stories))


def _thing_file(request: Request, thing: int, format: str) -> Response:
    """Every story of a thing, which is named by its id."""
    return _file_of(request, Filters(thing=str(thing)), format)


for _kind in ThingPage:
    router.add_api_route(
        f"/{_kind.value}/{{thing:int}}.{{format}}", _thing_file, methods=GET, dependencies=[Depends(Takes("table"))]
    )


@router.api_route("/topics/{code}.{format}", methods=GET, dependencies=[Depends(Takes("table", "before"))])
def topic_file(request: Request, code: str, format: str) -> Response:
    """Every story on a topic; the page of one whose code has a dot."""
    if format not in tuple(ExportFormat):
        return topic(request, f"{code}.{format}")
    return _file_of(request, Filters(topic=code[:MAX_QUERY_CHARACTERS]), format)


@router.api_route("/threads/{number:int}.{format}", methods=GET, dependencies=[Depends(Takes("table"))])
def thread_file(request: Request, number: int, format: str) -> Response:
    """Every story of a thread."""
    return _file_of(request, Filters(thread=number), format)


@router.api_route("/quotes.{format}", methods=GET, dependencies=[Depends(Takes(*QUOTE_FILTERS))])
def quotes_file(request: Request, format: str) -> Response:
    """Every quote of the page of quotes."""
    given = {name: request.query_params.get(name, "").strip() for name in QUOTE_FILTERS}
    kind = _chosen(QuoteType, "kind", given["kind"]) if given["kind"] else ""
    asked = partial(
        search_quotes, speaker=given["speaker"], words=given["q"], kind=kind, every=bool(given["all"]),
        min_score=least_score(request),
    )  # fmt: skip

    def search(connection: Connection, cursor: str, limit: int) -> FactPage[Any]:
        return asked(connection, cursor=cursor, limit=limit)

    return _facts(request, format, ExportTable.quotes, search)


@router.api_route("/events.{format}", methods=GET, dependencies=[Depends(Takes(EventFilters))])
def events_file(request: Request, format: str) -> Response:
    """Every event of the page of events."""
    filters = parse_form(EventFilters, dict(request.query_params))
    least = get_state(request).settings.min_score if filters.min_score is None else filters.min_score
    chosen = filters.model_copy(update={"min_score": least})

    def search(connection: Connection, cursor: str, limit: int) -> FactPage[Any]:
        return search_events(connection, chosen, cursor=cursor, limit=limit)

    return _facts(request, format, ExportTable.events, search)


def _facts(request: Request, format: str, table: ExportTable, search: Any) -> Response:
    chosen = _format(format)
    least = get_state(request).settings.min_score
    try:
        body = export_facts(get_state(request).store, chosen, table, search, min_score=least)
    except ConfigError as error:
        raise HTTPException(501, str(error)) from None
    except TableNotInFormat as error:
        raise HTTPException(422, str(error)) from None
    return file_answer(body, chosen, table)


def _format(text: str) -> ExportFormat:
    if text not in tuple(ExportFormat):
        raise HTTPException(404, f"There is no such format; there are {', '.join(ExportFormat)}.")
    return ExportFormat(text)


def _chosen(kind: type[Choice], name: str, text: str) -> Choice:
    try:
        return kind(text)
    except ValueError:
        raise BadQuery(name, f'unknown {name} "{text[:40]}"', f"one of {', '.join(kind)}") from None
