"""The tables of the health of sources: what each followed source delivered, in all and by the hour."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Float, Integer, Table, Text

from wiredesk.store.tables import metadata
from wiredesk.store.types import UtcTime

_COUNTS = ("messages", "bytes", "stories", "known", "older", "skipped", "rejected")

source_status = Table(
    "source_status",
    metadata,
    Column("name", Text, primary_key=True),
    Column("since", UtcTime, nullable=False),  # when it was followed first
    Column("started_at", UtcTime, nullable=False),  # when a producer began to follow it last
    Column("heard_at", UtcTime),  # its last message
    Column("story_at", UtcTime),  # its last new version of a story
    *(Column(name, BigInteger, nullable=False, server_default="0") for name in _COUNTS),
    Column("silent_after", Float),  # seconds without a new story after which it is silent, as configured
    Column("numbers", JSON, nullable=False, server_default="{}"),  # service → its numbers so far
)
"""Every source that a producer followed."""

source_hours = Table(
    "source_hours",
    metadata,
    Column("name", Text, primary_key=True),
    Column("hour", UtcTime, primary_key=True),  # its beginning, UTC
    Column("messages", Integer, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
)
"""What each source delivered in each of the last hours; an hour without a message has no row."""
