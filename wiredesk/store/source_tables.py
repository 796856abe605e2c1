"""The tables of sources: those that are set up, and what each followed source delivered, in all and by the hour."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, Table, Text, false

from wiredesk.store.tables import metadata
from wiredesk.store.types import UtcTime

_COUNTS = ("messages", "bytes", "stories", "known", "older", "skipped", "rejected")

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # the field "type" of a row [[source]]
    Column("given", JSON, nullable=False),  # its other fields; none of a row of wire.toml
    Column("follows", Text, nullable=False),  # its name in messages, checkpoints and source_status
    Column("in_file", Boolean, nullable=False, server_default=false()),  # a row of wire.toml, not set up at the desk
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("problem", Text),  # why it is not read, in one line
    Column("asked_at", UtcTime),  # when somebody asked last that it is read at once
    Column("made_by", Text),
    Column("made_at", UtcTime, nullable=False),
    Column("changed_by", Text),
    Column("changed_at", UtcTime),
    Column("change", Text),  # what was changed last, in words
    Column("holder", Text),  # the process that reads it, see wiredesk.process_id; none of a row of wire.toml
    Column("until", UtcTime),  # when its lease ends; of a row of wire.toml: until when it counts as followed
)
"""The sources that are set up at the desk, and those of the ``wire.toml`` of running producers."""

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
