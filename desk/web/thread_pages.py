"""The pages of threads: the list, and one thread with its stories and what they tell differently."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.queries.entity_things import things_of
from desk.queries.query_syntax import MAX_SEQ_DIGITS
from desk.queries.story_list import cards
from desk.queries.thread_documents import MAX_DOCUMENTS, hours, stories_to_compare
from desk.queries.thread_list import list_threads
from desk.queries.thread_search import current_number, find_thread
from desk.queries.thread_versions import earlier_versions
from desk.queries.wire_rows import WireRow
from desk.views.story import summary_of
from desk.views.thread_timeline import MAX_TEXTS, timeline
from desk.views.thread_view import thread_view
from desk.web.known_parameters import Takes
from desk.web.paths import root_of
from desk.web.rendering import page
from desk.web.state import get_state
from desk.web.time_chart import hour_bars_chart
from desk.web.timeline import hour_bars
from wiredesk.errors import NotFound
from wiredesk.stories.thread_comparison import compare_stories

PAGE_THREADS = 30
"""Threads on a page."""
MERGED = 308
"""Status of the answer for a thread that was merged: the other number is its number for ever."""
router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


@router.api_route("/threads", methods=GET, dependencies=[Depends(Takes("before"))])
def threads(request: Request) -> Response:
    """The threads with more than one story, the one with the latest publication first."""
    before = request.query_params.get("before", "")
    with get_state(request).store.read() as connection:
        found = list_threads(connection, cursor=before, limit=PAGE_THREADS)
        latest = {card.seq: card for card in cards(connection, [one.stories[0].seq for one in found.threads])}
    rows = [WireRow(latest[one.stories[0].seq], one) for one in found.threads]
    return page(request, "threads.html", ids=[row.card.id for row in rows], rows=rows, older=found.next, before=before)


@router.api_route("/threads/{number}", methods=GET, dependencies=[Depends(Takes())])
def thread(request: Request, number: str) -> Response:
    """One thread; a merged one redirects."""
    if not (number.isascii() and number.isdecimal() and len(number) <= MAX_SEQ_DIGITS):
        raise NotFound(f"thread {number[:20]}", "is not the number of a thread")
    with get_state(request).store.read() as connection:
        current = current_number(connection, int(number))
        if current != int(number):
            return RedirectResponse(f"{root_of(request)}/threads/{current}", MERGED)
        found = find_thread(connection, current)
        stories = stories_to_compare(connection, found)
        earlier = earlier_versions(connection, found.shown[:MAX_DOCUMENTS])
        volume = hours(connection, found)
        ids = {one.seq: one.id for one in found.stories}
        known = {(ids[seq], entity): thing for (seq, entity), thing in things_of(connection, ids).items()}
    comparison = compare_stories(stories)
    view = thread_view(stories, known)
    lead = next((one for one in found.stories if one.seq == found.lead), found.stories[0])
    summary = summary_of(view.texts[lead.id]) if lead.id in view.texts else ""
    return page(
        request, "thread.html", thread=found, lead=lead, summary=summary, comparison=comparison, view=view,
        volume=volume, bars=hour_bars(volume), chart=hour_bars_chart(hour_bars(volume)),
        lines=timeline(found, stories, comparison, earlier),
        unshown=len(found.shown) - MAX_TEXTS,
    )  # fmt: skip
