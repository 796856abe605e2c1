"""The endpoint of readers' SQL."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.api.models import Problem
from desk.sql.sql_file import SQL_MEDIA_TYPES, SqlFormat, sql_file
from desk.sql.sql_text import MAX_SQL_CHARACTERS
from desk.web.sql_request import require_sql, run_for, statement_of

CONTENT: dict[str, Any] = {media_type.partition(";")[0]: {} for media_type in SQL_MEDIA_TYPES.values()}
sql_router = APIRouter(tags=["overview"], dependencies=[Depends(require_sql)])


@sql_router.get(
    "/sql",
    summary="Rows of a SELECT",
    response_class=Response,
    responses={
        200: {"content": CONTENT, "description": "columns and rows; `cut` tells whether there are more"},
        404: {"model": Problem, "description": "SQL is off, or there is no such saved query"},
        429: {"model": Problem, "description": "Too many statements run at once"},
    },
)
def sql(
    request: Request,
    sql: Annotated[str, Query(max_length=MAX_SQL_CHARACTERS, description="one SELECT")] = "",
    query: Annotated[str, Query(max_length=64, description="instead, the name of a saved query")] = "",
    format: Annotated[SqlFormat, Query(description="`json`, `csv` or `jsonl`")] = SqlFormat.json,
) -> Response:
    """Reads visible stories and what was found in them, see the guide. Time and rows are limited."""
    answer = run_for(request, statement_of(request, sql, query))
    return Response(sql_file(answer, format), media_type=SQL_MEDIA_TYPES[format])
