"""Everything in sight, streamed: the same that ``wiredesk export`` writes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from desk.api.models import Problem
from desk.exports import TYPES, Format
from desk.exports import export as pieces
from desk.web.state import desk_of
from wiredesk.errors import ConfigError

router = APIRouter(tags=["stories"])
CONTENT = {media_type.partition(";")[0]: {} for media_type in TYPES.values()}  # type: ignore[var-annotated]


@router.get(
    "/export",
    summary="Every story in sight, streamed",
    response_class=StreamingResponse,
    responses={200: {"content": CONTENT, "description": "a line or a row a story"}, 501: {"model": Problem}},
)
def export(
    request: Request,
    format: Annotated[
        Format, Query(description="jsonl: extraction and article; csv, parquet: a row a story")
    ] = Format.jsonl,
) -> Response:
    """In the order in which they were accepted."""
    try:
        body = pieces(desk_of(request).store, format)
    except ConfigError as error:
        raise HTTPException(501, str(error)) from None
    name = {"Content-Disposition": f'attachment; filename="wiredesk.{format.value}"', "Cache-Control": "no-store"}
    return StreamingResponse(body, media_type=TYPES[format], headers=name)
