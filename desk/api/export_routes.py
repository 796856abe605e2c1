"""The endpoint that streams whole results."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from desk.api.models import Problem
from desk.api.thing_routes import FOUND_BY_NAME
from desk.exports import MEDIA_TYPES, ExportFormat, TableNotInFormat, export_stories
from desk.queries.filters import Filters
from desk.views.export_tables import ExportTable
from desk.web.reader_filters import ReaderFilters
from desk.web.state import get_state, score_or_setting
from wiredesk.errors import ConfigError

CONTENT: dict[str, Any] = {media_type.partition(";")[0]: {} for media_type in MEDIA_TYPES.values()}
export_router = APIRouter(tags=["stories"])


@export_router.get(
    "/export",
    summary="All results of a search, streamed",
    response_class=StreamingResponse,
    responses=FOUND_BY_NAME
    | {
        200: {"content": CONTENT, "description": "one line or one row per story, quote, event or another fact"},
        501: {"model": Problem},
    },
)
def export(
    request: Request,
    filters: ReaderFilters,
    format: Annotated[
        ExportFormat,
        Query(
            description="jsonl, json: extraction and article; csv, parquet: a row for each of the table; geojson: the "
            "places; atom, jsonfeed: the latest 50 stories; ninjs, ninjs-1 and newsml-g2: stories with what was found "
            "as their subjects"
        ),
    ] = ExportFormat.jsonl,
    table: Annotated[ExportTable, Query(description="what the file has a row for")] = ExportTable.stories,
) -> Response:
    """The stories that fit every filter, in the order in which they were accepted; without a filter all visible ones.
    Of quotes, those of the speaker and with the words that the filters name.
    """
    return export_answer(request, filters, format, table)


def export_answer(request: Request, filters: Filters, format: ExportFormat, table: ExportTable) -> Response:
    """Return a file of a search as an answer.

    Raises:
        BadQuery, NotFound, AmbiguousName: the filters cannot be asked.
        HTTPException: 422, the format does not have the table; 501, a package for the format is not installed.
    """
    try:
        body = export_stories(
            get_state(request).store, format, table=table, filters=filters,
            min_score=score_or_setting(request, filters.min_score), root=str(request.base_url).rstrip("/"),
            address=str(request.url),
        )  # fmt: skip
    except ConfigError as error:
        raise HTTPException(501, str(error)) from None
    except TableNotInFormat as error:
        raise HTTPException(422, str(error)) from None
    return file_answer(body, format, table)


def file_answer(body: Any, format: ExportFormat, table: ExportTable) -> Response:
    """Return the pieces of a file as an answer; feeds are shown, other files are saved."""
    if format in (ExportFormat.atom, ExportFormat.jsonfeed):
        return Response(b"".join(body), media_type=MEDIA_TYPES[format])
    name = "wiredesk" if table is ExportTable.stories else f"wiredesk-{table.value}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format.value}"', "Cache-Control": "no-store"}
    return StreamingResponse(body, media_type=MEDIA_TYPES[format], headers=headers)
