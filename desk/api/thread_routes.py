"""The endpoints of threads."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.api.list_answers import LinkedRoute
from desk.api.models import Problem
from desk.api.params import Cursor, Limit, json, page_before
from desk.api.thread_models import ComparisonOut, SeriesOut, ThreadDocumentOut, ThreadsOut
from desk.queries.query_syntax import MAX_SEQ, parse_seq
from desk.queries.thread_documents import documents, hours, stories_to_compare
from desk.queries.thread_list import list_threads
from desk.queries.thread_search import Thread, current_number, find_thread
from desk.views.story import summary_of
from desk.views.thread_records import hour_record, member_record, thread_record
from desk.web.state import get_state
from wiredesk.stories.thread_comparison import compare_stories

MERGED = 308
"""Status of an answer for a thread that was merged: the other number is its number for ever."""
ThreadNumber = Annotated[int, Path(ge=1, le=MAX_SEQ, description="the number of the thread")]
threads_router = APIRouter(route_class=LinkedRoute, tags=["threads"])


@threads_router.get("/threads", response_model=ThreadsOut, summary="Threads, the one with the latest publication first")
def threads(
    request: Request,
    min_stories: Annotated[int, Query(ge=1, le=1000, description="leave out threads with fewer stories")] = 2,
    limit: Limit = 30,
    cursor: Cursor = "",
) -> Response:
    """Stories of one happening are a thread. Its stories are at `/api/threads/{thread}`."""
    with get_state(request).store.read() as connection:
        found = list_threads(connection, cursor=cursor, min_stories=min_stories, limit=limit)
    return json({"threads": [thread_record(one) for one in found.threads], "next": found.next})


@threads_router.get(
    "/threads/{number}",
    response_model=ThreadDocumentOut,
    responses={MERGED: {"description": "Merged into another thread"}, 404: {"model": Problem}},
    summary="One thread with its stories",
)
def thread(request: Request, number: ThreadNumber, limit: Limit = 100, cursor: Cursor = "") -> Response:
    """All stories, sources and times, the newest story first."""
    after = parse_seq(cursor) or 0
    with get_state(request).store.read() as connection:
        if current := _merged_into(request, number, current_number(connection, number)):
            return current
        found = find_thread(connection, number)
        lead = next(one for one in found.stories if one.seq == found.lead)
        summary = next(map(summary_of, documents(connection, [lead]).values()), "")
    members = found.stories[after : after + limit]
    following = str(after + limit) if after + limit < len(found.stories) else None
    return json({
        **thread_record(found), "summary": summary or None, "members": [member_record(one) for one in members],
        "next": following,
    }, page_before(after, limit))  # fmt: skip


@threads_router.get(
    "/threads/{number}/series",
    response_model=SeriesOut,
    responses={MERGED: {"description": "Merged into another thread"}, 404: {"model": Problem}},
    summary="The hours of a thread",
)
def series(request: Request, number: ThreadNumber) -> Response:
    """How many stories and new texts each hour had, and their mean tone."""
    with get_state(request).store.read() as connection:
        if current := _merged_into(request, number, current_number(connection, number)):
            return current
        found: Thread = find_thread(connection, number)
        rows = hours(connection, found)
    return json({"thread": found.number, "hours": [hour_record(one) for one in rows]})


@threads_router.get(
    "/threads/{number}/comparison",
    response_model=ComparisonOut,
    responses={MERGED: {"description": "Merged into another thread"}, 404: {"model": Problem}},
    summary="What the stories of a thread tell differently",
)
def comparison(request: Request, number: ThreadNumber) -> Response:
    """Figures, facts and quotations that differ between sources or changed; what is new in each story; who was first;
    who said what. Every claim has the story and the offsets in its `text`. The newest sixty texts are compared.
    """
    with get_state(request).store.read() as connection:
        if current := _merged_into(request, number, current_number(connection, number)):
            return current
        found = find_thread(connection, number)
        stories = stories_to_compare(connection, found)
    return json({"thread": found.number, "stories": len(stories), "comparison": compare_stories(stories)})


def _merged_into(request: Request, number: int, current: int) -> Response | None:
    """Return a redirect to the thread that this one was merged into; None if it was not."""
    if number == current:
        return None
    path = str(request.url.path).replace(f"/threads/{number}", f"/threads/{current}", 1)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(path + query, MERGED)
