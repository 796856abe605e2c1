"""The models of the API's answers on threads."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from desk.queries.story_list import TimeBasis
from wiredesk.stories.thread_records import ThreadComparison

TIME_BASIS = "what `moment` is: the provider's time, the day of the dateline, or the time of arrival"


class ThreadOut(BaseModel):
    """Stories of one happening."""

    thread: int = Field(description="its number, which stays; a merged thread redirects")
    headline: str = Field(description="that of the newest text of an agency")
    story: str = Field(description="the id of the story with this headline")
    first_at: datetime
    last_at: datetime
    stories: int
    texts: int = Field(description="number of different texts; copies count once")
    sources: list[str] = Field(description="the agencies, that of the earliest story first")


class ThreadsOut(BaseModel):
    threads: list[ThreadOut]
    next: str | None = Field(description="the cursor of the next page; null on the last one")


class MemberOut(BaseModel):
    """A story of a thread."""

    id: str
    version: int
    headline: str
    source: str | None
    moment: datetime = Field(description="the time by which lists are ordered")
    time_basis: TimeBasis = Field(description=TIME_BASIS)
    updated: datetime | None = Field(description="when its version was made, if that is not the first")
    kind: str
    urgency: int | None
    copy_group: int = Field(description="stories with the same number have one text")
    is_first: bool = Field(description="whether it is the one to show for its text")
    credit: str | None = Field(description="the agency that the text itself credits")


class ThreadDocumentOut(ThreadOut):
    """A thread with a page of its stories, the newest first."""

    summary: str | None = Field(description="the first sentences of the leading story")
    members: list[MemberOut]
    next: str | None = Field(description="the cursor of the next page of stories; null on the last one")


class HourOut(BaseModel):
    hour: datetime = Field(description="the beginning of the hour, UTC")
    stories: int
    texts: int = Field(description="texts that no earlier hour had")
    tone: float | None = Field(description="mean tone of the stories, -1 to 1")


class SeriesOut(BaseModel):
    thread: int
    hours: list[HourOut] = Field(description="hours with stories, the earliest first")


class ComparisonOut(BaseModel):
    thread: int
    stories: int = Field(description="number of stories that were compared")
    comparison: ThreadComparison


class RelatedOut(BaseModel):
    id: str
    relation: str = Field(description="`copy`, `part`, `form` or `version`")
