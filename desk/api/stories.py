"""Stories: listed, searched, one by one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.api.models import DocumentOut, Problem, StoriesOut, VersionsOut, story_out
from desk.api.params import Cursor, Limit, StoryId, filters, json, number
from desk.queries.filters import Filters
from desk.queries.stories import Story
from desk.queries.story_list import cards
from desk.queries.story_search import search as find
from desk.queries.versions import visible
from desk.web.etag import conditional
from desk.web.state import desk_of
from wiredesk.errors import NotFound

router = APIRouter(tags=["stories"])
LEDGER = ("state", "queue", "attempts", "accepted_at", "started_at", "ended_at")
GONE: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "Not on the desk"},
    410: {"model": Problem, "description": "Withdrawn by its provider"},
}
Asked = Annotated[Filters, Depends(filters)]


@router.get("/stories", response_model=StoriesOut, summary="Stories in sight, newest first")
def stories(request: Request, asked: Asked, limit: Limit = 30, cursor: Cursor = "") -> Response:
    """Every filter narrows; without any it is the live wire."""
    with desk_of(request).store.read() as connection:
        seqs = find(connection, asked, before=number(cursor), limit=limit + 1)
        found = cards(connection, seqs[:limit])
    following = str(seqs[limit - 1]) if len(seqs) > limit else None
    return json(request, {"stories": [story_out(card) for card in found], "next": following})


@router.get("/search", response_model=StoriesOut, summary="Stories that have the words, newest first")
def search(request: Request, asked: Asked, limit: Limit = 30, cursor: Cursor = "") -> Response:
    """The same as `/api/stories`, under the name that people look for."""
    return stories(request, asked, limit, cursor)


@router.get(
    "/stories/{id:path}",
    response_model=DocumentOut,
    response_model_by_alias=True,
    responses=GONE,
    summary="One story",
)
def story(
    request: Request,
    id: StoryId,
    version: Annotated[int | None, Query(ge=1, le=10**9, description="an earlier version")] = None,
) -> Response:
    """The extraction document, with the article and where it stands in the ledger."""
    with desk_of(request).store.read() as connection:
        found, _ = visible(connection, id, version)
    return conditional(request, document(found), "application/json")


def document(story: Story) -> bytes:
    """A story as one line of JSON.

    Raises:
        NotFound: it has no results yet.
    """
    if story.document is None:
        raise NotFound(f"story {story.row['id']}", "has no results")
    article = orjson.Fragment(story.article.model_dump_json().encode())
    ledger = {name: story.row[name] for name in LEDGER}
    return orjson.dumps(orjson.loads(story.document) | {"article": article, "ledger": ledger})


@router.get("/versions/{id:path}", response_model=VersionsOut, responses=GONE, summary="A story's versions")
def versions(request: Request, id: StoryId) -> Response:
    """Newest first; each can be read with `/api/stories/{id}?version=`."""
    with desk_of(request).store.read() as connection:
        _, history = visible(connection, id)
    rows = [asdict(one) for one in history]
    return json(request, {"versions": [{k: v for k, v in row.items() if k != "state"} for row in rows]})
