"""The table of saved statements of readers' SQL."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from wiredesk.store.tables import metadata
from wiredesk.store.types import UtcTime

saved_queries = Table(
    "saved_queries",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sql", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("made_by", Text),
    Column("made_at", UtcTime, nullable=False),
)
"""Statements that users saved."""
