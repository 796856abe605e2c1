"""The models of the API's answers on watches."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from desk.sinks.alert_message import Alert


class WatchOut(BaseModel):
    """A watch."""

    name: str
    query: dict[str, str] = Field(description="its filters of search")
    sinks: list[str] = Field(description="names of the sinks that get its alerts")
    active: bool = Field(description="false: it is no longer in wire.toml")
    problem: str | None = Field(description="why it finds more or less than expected; null if nothing is wrong")
    newest: int | None = Field(description="the number of its newest alert")
    made_at: datetime


class WatchesOut(BaseModel):
    watches: list[WatchOut]


class AlertsOut(BaseModel):
    alerts: list[Alert] = Field(description="the newest first")
    next: str | None = Field(description="the cursor of the next page; null on the last one")
