"""A watch: a search that is asked of each new story, whom it tells, and how."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, field_validator

from desk.queries.filters import Filters
from desk.queries.query_syntax import BadQuery
from desk.queries.stored_filters import readers_filters
from desk.users.user_names import name_key
from desk.watches.quiet_hours import QuietHours, parse_quiet_hours, zone_of

MAX_DIGEST_MINUTES = 7 * 24 * 60


class NewsKind(StrEnum):
    """What counts as news for a watch."""

    NEW = "new"
    """Stories that it finds for the first time."""
    UPDATES = "updates"
    """Later versions with something new in what is watched."""
    CORRECTIONS = "corrections"
    """Corrections and withdrawals of what it told."""


def _texts(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _query(value: object) -> object:
    return {"q": value} if isinstance(value, str) else value


class Watch(BaseModel):
    """A watch as it is configured: a row ``[[watch]]`` of ``wire.toml``.  Unknown fields are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$", description="its name in commands, addresses and alerts")
    query: Annotated[dict[str, Any], BeforeValidator(_query)] = Field(
        description='the filters of search, such as `{speaker = "Anna Kovac", said = "bridge"}`, or words'
    )
    sinks: Annotated[tuple[str, ...], BeforeValidator(_texts)] = Field(
        default=(), description="names of the sinks that get its alerts; without any, the desk and the feeds show them"
    )
    news: Annotated[tuple[NewsKind, ...], BeforeValidator(_texts)] = Field(
        default=tuple(NewsKind), min_length=1, description="what it tells: `new`, `updates`, `corrections`"
    )
    every: float = Field(
        default=0,
        ge=0,
        le=MAX_DIGEST_MINUTES,
        description="minutes for which alerts are gathered in one message; 0: each",
    )
    limit: int | None = Field(
        default=None, ge=1, description="most messages in an hour; the last one says how many more"
    )
    quiet: Annotated[tuple[str, ...], BeforeValidator(_texts)] = Field(
        default=(), description="hours at which nothing is sent, such as `22:00-07:00` or `sat,sun 00:00-24:00`"
    )
    zone: str = Field(default="UTC", description="the time zone of `quiet`, such as `Europe/Berlin`")
    wake: int | None = Field(
        default=None,
        ge=1,
        le=8,
        description="stories up to this urgency are sent at once, whatever is quiet or gathered",
    )

    @field_validator("query")
    @classmethod
    def _valid_query(cls, value: dict[str, Any]) -> dict[str, Any]:
        try:
            filters = readers_filters(value)
        except BadQuery as error:
            raise ValueError(str(error)) from None
        if not filters:
            raise ValueError("a watch needs a filter")
        return {name: str(one) for name, one in value.items() if str(one).strip()}

    @field_validator("quiet")
    @classmethod
    def _valid_quiet(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            parse_quiet_hours(one)
        return value

    @field_validator("zone")
    @classmethod
    def _valid_zone(cls, value: str) -> str:
        zone_of(value)
        return value

    _reader: str = PrivateAttr(default="")

    def made_by(self, name: str | None) -> Self:
        """Return the watch as that of a reader, whose stars and reads its query means."""
        watch = self.model_copy()
        watch.__dict__.pop("filters", None)  # those of the reader before
        watch._reader = name_key(name) if name else ""
        return watch

    @cached_property
    def filters(self) -> Filters:
        """The filters of the search."""
        return readers_filters(self.query).asked_by(self._reader)

    @cached_property
    def quiet_hours(self) -> tuple[QuietHours, ...]:
        """The quiet hours."""
        return tuple(map(parse_quiet_hours, self.quiet))

    @cached_property
    def tzinfo(self) -> ZoneInfo:
        """The time zone of the quiet hours."""
        return zone_of(self.zone)

    def stored(self) -> Mapping[str, Any]:
        """Return the fields that differ from the defaults, as JSON values."""
        return self.model_dump(mode="json", exclude_defaults=True)
