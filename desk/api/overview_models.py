"""The models of the answers on the whole: statistics, status, timeline, places."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from desk.api.thing_models import RankedThingOut
from desk.queries.counting_window import Window
from desk.queries.story_volume import Bucket


class DelayOut(BaseModel):
    """Seconds from publication to storage; null without recent stories."""

    p50: float | None
    p95: float | None


class StatisticsOut(BaseModel):
    states: dict[str, int] = Field(description="story versions by state")
    in_sight: int = Field(description="visible stories")
    oldest: float | None = Field(description="age of the oldest pending story in seconds")
    window: Window
    top: dict[str, list[RankedThingOut]] = Field(description="the things that most stories of the window mention")
    stories_per_second: float
    words_per_second: float
    publish_to_stored: DelayOut
    events: dict[str, int] = Field(description="events by type")
    languages: dict[str, dict[str, int]] = Field(description="stored versions by language and tier")
    hours: list[tuple[datetime, int]] = Field(description="stories accepted in each hour")
    sources: list[tuple[str | None, int]] = Field(description="stories by agency")
    quarantined: list[dict[str, object]] = Field(description="the newest stories that were set aside")


class SinkStatusOut(BaseModel):
    name: str
    state: str
    behind: int = Field(description="changes after its position")
    parked: int = Field(description="changes that it refused")
    alerts_behind: int = Field(description="messages of watches that wait for it")


class StatusOut(BaseModel):
    states: dict[str, int] = Field(description="story versions by state")
    total: int
    queues: dict[str, int | None] = Field(description="messages by queue; null if the broker does not answer")
    oldest_pending_seconds: float | None
    due_links: int = Field(description="stored versions that are still to be compared with others")
    failed_links: int
    unsettled_names: int
    sinks: list[SinkStatusOut]
    unasked_changes: int = Field(description="changes that the watches have not looked at yet")
    broker_error: str | None


class TimeBucketOut(BaseModel):
    start: datetime
    stories: int


class TimelineOut(BaseModel):
    bucket: Bucket
    buckets: list[TimeBucketOut] = Field(description="those that have stories, the earliest first")
    stories: int = Field(description="stories that were counted")
    whole: bool = Field(description="false if more stories fit: the newest were counted")


class PlaceOut(BaseModel):
    name: str
    country: str | None = Field(description="ISO 3166, two letters")
    level: str
    geonames: int | None
    lat: float
    lon: float
    stories: int
    thing: str | None = Field(description="the id of its page `/places/{id}`; null until the directory has it")


class PlacesOut(BaseModel):
    places: list[PlaceOut]
    stories: int = Field(description="stories that were counted")
    whole: bool = Field(description="false if more stories fit: the newest were counted")


class FacetValueOut(BaseModel):
    value: str = Field(description="as the field of the query language takes it")
    name: str
    stories: int
    query: str = Field(description="the query `q` with this condition")


class FacetsOut(BaseModel):
    facets: dict[str, list[FacetValueOut]] = Field(description="values by field, that of most stories first")
    stories: int = Field(description="stories that were counted")
    whole: bool = Field(description="false if more stories fit: the latest were counted")
