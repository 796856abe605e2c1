"""The endpoint of sources."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from desk.api.params import json
from desk.queries.source_list import list_sources
from desk.views.source_records import source_record
from desk.web.state import get_state

sources_router = APIRouter(tags=["stories"])


class MissingOut(BaseModel):
    """Service numbers in a row that have not come."""

    first: int
    last: int
    since: str = Field(description="when the number after them came")


class ServiceOut(BaseModel):
    """The numbers of one service."""

    service: str
    last: int
    missing: list[MissingOut]


class SourceHourOut(BaseModel):
    """The stories of one hour."""

    hour: datetime
    stories: int


class SourceOut(BaseModel):
    """A source that a producer follows."""

    name: str
    state: str = Field(description="`heard`, `silent` for longer than usual, or `waiting` for its first message")
    since: datetime = Field(description="when it was followed first")
    heard_at: datetime | None = Field(description="its last message")
    story_at: datetime | None = Field(description="its last new version of a story")
    silent_seconds: float = Field(description="time since then, or since it is followed")
    silent_after: float | None = Field(description="seconds after which it is silent, as configured")
    messages: int
    bytes: int
    stories: int = Field(description="new versions of stories")
    known: int = Field(description="duplicates")
    older: int = Field(description="texts from before the newest version, which were left out")
    skipped: int = Field(description="parts that are no story")
    rejected: int = Field(description="parts that could not be read")
    usual: float | None = Field(description="stories that it usually has in this hour of the week; null: not known yet")
    this_hour: int
    missing: int = Field(description="service numbers that have not come")
    services: list[ServiceOut]
    hours: list[SourceHourOut] = Field(description="the last 48 hours, the oldest first")


class SourcesOut(BaseModel):
    sources: list[SourceOut]


@sources_router.get("/sources", response_model=SourcesOut, summary="What each source delivered, and what is missing")
def sources(request: Request) -> Response:
    """Every source that a producer followed, the silent ones first."""
    with get_state(request).store.read() as connection:
        found = list_sources(connection)
    return json({"sources": [source_record(one) for one in found]})
