"""Parameters that several endpoints share."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import orjson
from fastapi import Path, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.filters import Filters, read
from desk.queries.query_syntax import BadQuery
from desk.web.etag import conditional
from wiredesk.contract import EntityType

Limit = Annotated[int, Query(ge=1, le=200, description="most rows in the answer")]
Cursor = Annotated[str, Query(max_length=400, description="the `next` of the page before", examples=["1200"])]
StoryId = Annotated[str, Path(description="the story's id")]


def filters(
    q: Annotated[str, Query(max_length=300, description='words; "a phrase", -without, or')] = "",
    entity: Annotated[str, Query(max_length=300, description="a name that is mentioned")] = "",
    type: Annotated[EntityType | None, Query(description="of the entity; alone: any of this type")] = None,
    speaker: Annotated[str, Query(max_length=300, description="a name that says something")] = "",
    place: Annotated[str, Query(max_length=300, description="a place's name, or a country's two letters")] = "",
    source: Annotated[str, Query(max_length=300, description="the agency")] = "",
    topic: Annotated[str, Query(max_length=300, description="a topic's code")] = "",
    since: Annotated[date | None, Query(description="published on this day or later (UTC)")] = None,
    until: Annotated[date | None, Query(description="published on this day or before")] = None,
    urgency: Annotated[int | None, Query(ge=1, le=8, description="at most this urgency; 2: flashes, urgents")] = None,
) -> Filters:
    """The filters of a search, as a dependency."""
    given = {"q": q, "entity": entity, "type": type or "", "speaker": speaker, "place": place, "source": source,
             "topic": topic, "since": since, "until": until, "urgency": urgency}  # fmt: skip
    return read({name: str(value) for name, value in given.items() if value is not None})


def number(cursor: str) -> int | None:
    """A cursor that is a story's number.

    Raises:
        BadQuery: it is none.
    """
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        raise BadQuery("cursor", "is none of ours", "give the `next` of the page before")
    return int(cursor)


def json(request: Request, value: Any) -> Response:
    """A value as JSON with its ETag."""
    return conditional(request, orjson.dumps(value), "application/json")
