"""The tables of delivery: how far each sink is, and the changes that a sink refused."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text, false

from wiredesk.store.tables import metadata
from wiredesk.store.types import UtcTime

sinks = Table(
    "sinks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),  # the number of the last change that it has, or does not want
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("reason", Text),  # why it is paused
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("error", Text),  # the last one, in one line
    Column("next_at", UtcTime),  # when it is tried again
    Column("failed_at", UtcTime),  # when it failed last
    Column("sent", BigInteger, nullable=False, server_default="0"),
    Column("sent_at", UtcTime),
    Column("last_sent", BigInteger),  # the largest number that it was sent
    Column("holder", Text),  # the process that delivers to it
    Column("until", UtcTime),  # when its lease ends
)
"""How far each sink is, and which process delivers to it."""

parked_changes = Table(
    "parked_changes",
    metadata,
    Column("sink", Text, primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),  # the number of the change
    Column("id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("again", Boolean, nullable=False, server_default=false()),  # somebody asked that it be sent again
)
"""Changes that a sink refused for good; a person looks at them and sends them again, or not."""
