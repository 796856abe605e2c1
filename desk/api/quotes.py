"""Quotes and dates."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from desk.api.models import DatesOut, QuotesOut
from desk.api.params import Cursor, Limit, json
from desk.queries.mentioned_dates import dated
from desk.queries.query_syntax import BadQuery
from desk.queries.quote_search import Said, said
from desk.queries.quote_search import cursor as place
from desk.web.state import desk_of

router = APIRouter(tags=["names"])
NONE = BadQuery("cursor", "is none of ours", "give the `next` of the page before")


class Kind(StrEnum):
    direct = "direct"
    indirect = "indirect"
    mixed = "mixed"


@router.get("/quotes", response_model=QuotesOut, summary="Who said what, newest first")
def quotes(
    request: Request,
    speaker: Annotated[str, Query(max_length=300, description="a name")] = "",
    q: Annotated[str, Query(max_length=300, description="words of the quote")] = "",
    kind: Annotated[Kind | None, Query(description="how it is reported")] = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Each with its speaker and the story it stands in."""
    before = place(cursor) if cursor else None
    if cursor and before is None:
        raise NONE
    with desk_of(request).store.read() as connection:
        found = said(connection, speaker=speaker, words=q, kind=kind or "", before=before, limit=limit + 1)
    following = found[limit - 1].cursor if len(found) > limit else None
    return json(request, {"quotes": [_quote(one) for one in found[:limit]], "next": following})


def _quote(one: Said) -> dict[str, Any]:
    speaker = None
    if one.speaker is not None:
        speaker = {"type": one.speaker_type, "key": one.speaker_key, "name": one.speaker}
    return {
        "kind": one.kind, "content": one.content, "cue": one.cue, "source": one.source, "speaker": speaker,
        "story": one.id, "version": one.version, "headline": one.title, "agency": one.agency, "moment": one.moment,
    }  # fmt: skip


@router.get("/dates", response_model=DatesOut, summary="What the stories say happens when")
def dates(
    request: Request,
    since: Annotated[date, Query(description="first day")],
    until: Annotated[date, Query(description="last day")],
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Response:
    """Date expressions by their resolved value (TimeML)."""
    after = _place(cursor) if cursor else None
    with desk_of(request).store.read() as connection:
        found = dated(connection, since.isoformat(), until.isoformat(), after=after, limit=limit + 1)
    following = found[limit - 1].cursor if len(found) > limit else None
    rows = [
        {"value": one.value, "type": one.type, "start": one.start, "end": one.end, "story": one.id,
         "version": one.version}
        for one in found[:limit]
    ]  # fmt: skip
    return json(request, {"dates": rows, "next": following})


def _place(cursor: str) -> tuple[str, int, int, int]:
    numbers, value = cursor.split(".", 3)[:3], cursor.split(".", 3)[3:]
    if len(numbers) < 3 or not value or not all(n.isascii() and n.isdecimal() and len(n) < 10 for n in numbers):
        raise NONE
    return value[0], int(numbers[0]), int(numbers[1]), int(numbers[2])
