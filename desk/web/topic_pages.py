"""The pages of topics: all of them with their numbers of stories, and one with its stories."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.filters import Filters
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS
from desk.queries.story_list import cards
from desk.queries.story_search import list_stories, newest_stories, search_stories
from desk.queries.topic_counts import (
    COUNTED_STORIES,
    SCHEME,
    code_of,
    count_topics,
    narrower_topics,
    topic_count,
    topic_path_of,
)
from desk.web.known_parameters import Takes
from desk.web.rendering import page
from desk.web.state import get_state
from wiredesk.errors import NotFound
from wiredesk.media_topics import topic_definition, topic_of

PAGE_STORIES = 30
"""Stories on a page."""
router = APIRouter(include_in_schema=False)
GET = ["GET", "HEAD"]


@router.api_route("/topics", methods=GET, dependencies=[Depends(Takes())])
def topics(request: Request) -> Response:
    """The topics of the newest stories, by the tree of the IPTC Media Topics."""
    with get_state(request).store.read() as connection:
        seqs = newest_stories(connection, limit=COUNTED_STORIES)
        counts = count_topics(connection, seqs)
    tops = [(top, narrower_topics(top.code, counts)) for top in narrower_topics("", counts)]
    return page(request, "topics.html", tops=tops, counted=len(seqs))


@router.api_route("/topics/{code}", methods=GET, dependencies=[Depends(Takes("before"))])
def topic(request: Request, code: str) -> Response:
    """One topic: where it is in the tree, and its stories, the latest publication first."""
    before = request.query_params.get("before", "")
    with get_state(request).store.read() as connection:
        filters = Filters(topic=code[:MAX_QUERY_CHARACTERS])
        shown = list_stories(connection, filters, cursor=before, limit=PAGE_STORIES)
        found = cards(connection, shown.seqs)
        counts = count_topics(connection, search_stories(connection, filters, limit=COUNTED_STORIES))
    if not found and not before and topic_of(code) is None:
        raise NotFound(f"topic {code[:80]}", "is not known, and no visible story has it", "see /topics")
    path = [topic_count(one, counts) for one in topic_path_of(code_of(code) or code)]
    return page(
        request, "topic.html", ids=[card.id for card in found],
        broader=path[:-1], topic=path[-1], below=narrower_topics(path[-1].code, counts),
        definition=topic_definition(path[-1].code.removeprefix(SCHEME)),
        cards=found, older=shown.next, before=before or None, counted=COUNTED_STORIES,
    )  # fmt: skip
