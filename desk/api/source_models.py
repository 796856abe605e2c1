"""The models of sources, as the API takes and returns them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from producer.sources.desk_rows import MAX_NAME_CHARACTERS

MAX_FIELDS = 40
MAX_BY = 200


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


class SetUpOut(BaseModel):
    """How a source is set up."""

    label: str = Field(description="its name at the desk; that of a row of `wire.toml` is its `name`")
    type: str
    fields: dict[str, str | float | bool] = Field(
        description="its other fields as in `wire.toml`, none of a row of that; secret parts of an address are hidden"
    )
    in_file: bool = Field(description="a row of `wire.toml`: it can be paused, and is changed there")
    paused: bool
    followed: bool = Field(description="whether a producer follows it; one that is paused may still end a story")
    made_by: str | None
    made_at: datetime
    change: str | None = Field(description="what was changed last, in words")
    changed_by: str | None
    changed_at: datetime | None


class SourceOut(BaseModel):
    """A source that is set up or was followed."""

    name: str = Field(description="its name in messages")
    state: str = Field(
        description="`heard`, `silent` for longer than usual, `waiting` for its first message, or `paused`"
    )
    since: datetime = Field(description="when it was followed first, or set up")
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
    set_up: SetUpOut | None = Field(description="null: a command line names it, or nobody follows it any longer")
    problem: str | None = Field(description="why it is not read, in one line; null if nothing is wrong")


class SourcesOut(BaseModel):
    sources: list[SourceOut]


class _Change(BaseModel):
    model_config = ConfigDict(extra="forbid")

    by: str = Field(default="", max_length=MAX_BY, description="who decides; default: `api`")


Fields = dict[Annotated[str, Field(max_length=40)], str | float | bool | None]
_FIELDS = "the fields as in `wire.toml`, such as `url` and `every`; secrets as `env:SOURCE_SECRET_NAME`"


class SourceIn(_Change):
    """A new source of the desk."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"label": "Harbour News", "type": "feed", "fields": {"url": "https://example.org/rss", "every": 300}}
            ]
        }
    )

    label: str = Field(default="", max_length=MAX_NAME_CHARACTERS, description="its name; default: its address")
    type: str = Field(max_length=40, description="`feed`, `sse`, `websocket`, `imap` or `tcp`")
    fields: Fields = Field(max_length=MAX_FIELDS, description=_FIELDS)
    paused: bool = Field(default=False, description="do not follow it yet")


class SourceChangeIn(_Change):
    """Changes of a source; what is left out stays."""

    label: str | None = Field(default=None, max_length=MAX_NAME_CHARACTERS, description="another name")
    fields: Fields = Field(default={}, max_length=MAX_FIELDS, description=f"{_FIELDS}; null: the default")
    paused: bool | None = Field(default=None, description="pause or resume it")
    fetch: bool = Field(default=False, description="poll or connect at once")


class TriedSourceIn(BaseModel):
    """A source to read from."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(max_length=40)
    fields: Fields = Field(max_length=MAX_FIELDS, description=_FIELDS)


class TriedStoryOut(BaseModel):
    """A story that would be accepted."""

    id: str
    version: int
    headline: str
    published: datetime | None
    source: str | None = Field(description="the agency")
    language: str | None
    characters: int
    beginning: str = Field(description="the first characters of its text")


class TrialOut(BaseModel):
    """What came from a source; nothing of it was accepted."""

    stories: list[TriedStoryOut]
    more: int = Field(description="stories beyond those")
    skipped: int = Field(description="parts that are no story")
    rejected: list[str] = Field(description="why parts could not be read: the first lines")
    problem: str | None = Field(description="why nothing came; null if something did")
