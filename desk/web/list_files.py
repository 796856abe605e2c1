"""Files of the lists of things, topics and threads: the address of the page with a suffix, such as ``/people.csv``."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Depends, HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from desk.exports import MEDIA_TYPES, ROW_FORMATS, ExportFormat, table_file
from desk.queries.counting_window import parse_window
from desk.queries.namesakes import told_apart
from desk.queries.story_search import newest_stories
from desk.queries.thing_pages import ThingPage
from desk.queries.thing_ranking import rank_things
from desk.queries.thread_list import list_threads
from desk.queries.topic_counts import COUNTED_STORIES, count_topics, topic_count
from desk.views.list_tables import RANKED_THINGS, THREADS, TOPIC_COUNTS, ranked_row, thread_row, topic_row
from desk.views.table_form import Row, TableExport
from desk.web.known_parameters import Takes
from desk.web.paths import root_of
from desk.web.profile_pages import MAX_PAGES, PAGE_THINGS
from desk.web.state import get_state, least_score
from wiredesk.errors import ConfigError
from wiredesk.store import Store

THINGS_PER_QUERY = 5000
"""Things whose names are read at once."""
THREADS_PER_TRANSACTION = 200
"""Threads that are read in one transaction."""
router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


def _things_file(request: Request, format: str) -> Response:
    """The things of a page, by number of stories: all that its pages list."""
    kind = ThingPage(request.scope["path"].removeprefix(root_of(request)).strip("/").partition(".")[0])
    chosen, words = _format(format), request.query_params.get("q", "")
    rows: list[list[Row]] = []
    with get_state(request).store.read() as connection:
        window = parse_window(connection, request.query_params.get("window", ""))
        for offset in range(0, MAX_PAGES * PAGE_THINGS, THINGS_PER_QUERY):
            ranked = rank_things(
                connection, kind.kinds, window, words=words, min_score=least_score(request),
                offset=offset, limit=THINGS_PER_QUERY, cache=get_state(request).ranking,
            )  # fmt: skip
            about = told_apart(connection, ((one.thing, one.name) for one in ranked))
            rows.append([ranked_row(one, about.get(one.thing)) for one in ranked])
            if len(ranked) < THINGS_PER_QUERY:
                break
    return _answer(kind.value, chosen, iter(rows), RANKED_THINGS)


for _kind in ThingPage:
    router.add_api_route(
        f"/{_kind.value}.{{format}}", _things_file, methods=GET,
        dependencies=[Depends(Takes("q", "window", "min_score"))],
    )  # fmt: skip


@router.api_route("/topics.{format}", methods=GET, dependencies=[Depends(Takes())])
def topics_file(request: Request, format: str) -> Response:
    """Every topic of the newest stories, that of most stories first."""
    chosen = _format(format)
    with get_state(request).store.read() as connection:
        counts = count_topics(connection, newest_stories(connection, limit=COUNTED_STORIES))
    found = sorted((topic_count(code, counts) for code in counts), key=lambda one: (-one.stories, one.code))
    return _answer("topics", chosen, iter([[topic_row(one) for one in found]]), TOPIC_COUNTS)


@router.api_route("/threads.{format}", methods=GET, dependencies=[Depends(Takes())])
def threads_file(request: Request, format: str) -> Response:
    """Every thread with more than one story, that of the latest publication first."""
    return _answer("threads", _format(format), _threads(get_state(request).store), THREADS)


def _threads(store: Store) -> Iterator[list[Row]]:
    cursor: str | None = ""
    while cursor is not None:
        with store.read() as connection:
            found = list_threads(connection, cursor=cursor, limit=THREADS_PER_TRANSACTION)
        yield [thread_row(one) for one in found.threads]
        cursor = found.next


def _format(text: str) -> ExportFormat:
    if text not in ROW_FORMATS:
        raise HTTPException(404, f"There is no such format; there are {', '.join(ROW_FORMATS)}.")
    return ExportFormat(text)


def _answer(list: str, format: ExportFormat, rows: Iterator[list[Row]], table: TableExport) -> Response:
    try:
        body = table_file(format, rows, table)
    except ConfigError as error:
        raise HTTPException(501, str(error)) from None
    headers = {
        "Content-Disposition": f'attachment; filename="wiredesk-{list}.{format.value}"', "Cache-Control": "no-store"
    }  # fmt: skip
    return StreamingResponse(body, media_type=MEDIA_TYPES[format], headers=headers)
