"""Everything in sight, streamed: the same lines that ``wiredesk export`` writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from desk.commands.export import COLUMNS, Format, cells, lines
from desk.stories import Story, every
from desk.web.desk import desk_of
from worker.store import Store

AT_ONCE = 100
"""Stories read in one transaction: a slow reader holds none open."""
router = APIRouter(tags=["stories"])
TYPES = {Format.jsonl: "application/x-ndjson", Format.csv: "text/csv; charset=utf-8"}


@router.get(
    "/export",
    summary="Every story in sight, streamed",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/x-ndjson": {}, "text/csv": {}}, "description": "a line a story"}},
)
def export(
    request: Request,
    format: Annotated[Format, Query(description="jsonl: extraction and article; csv: a row a story")] = Format.jsonl,
) -> Response:
    """In the order in which they were accepted."""
    store = desk_of(request).store
    body = _csv(store) if format is Format.csv else _jsonl(store)
    name = {"Content-Disposition": f'attachment; filename="wiredesk.{format.value}"', "Cache-Control": "no-store"}
    return StreamingResponse(body, media_type=TYPES[format], headers=name)


def _chunks(store: Store) -> Iterator[list[Story]]:
    after = 0
    while True:
        with store.read() as connection:
            stories = list(islice(every(connection, after=after), AT_ONCE))
        if not stories:
            return
        yield stories
        after = stories[-1].row["seq"]


def _jsonl(store: Store) -> Iterator[bytes]:
    for stories in _chunks(store):
        yield b"".join(line + b"\n" for line in lines(iter(stories)))


def _csv(store: Store) -> Iterator[str]:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for stories in _chunks(store):
        writer.writerows(map(cells, stories))
        yield sheet.getvalue()
        sheet.seek(0)
        sheet.truncate()
    yield sheet.getvalue()
