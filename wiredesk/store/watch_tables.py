"""The tables of watches: what readers want to be told of, what was found, and the messages that sinks get."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, Table, Text, false, true

from wiredesk.store.tables import Seq, metadata
from wiredesk.store.types import UtcTime

watches = Table(
    "watches",
    metadata,
    Column("name", Text, primary_key=True),
    Column("given", JSON, nullable=False),  # the fields of desk.watches.watch_config.Watch
    Column("in_file", Boolean, nullable=False, server_default=false()),  # a row of wire.toml, not made by a command
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("problem", Text),  # why it finds less than its reader may expect, in one line
    Column("feed", Text),  # SHA-256 of the secret part of its feeds' address, in hexadecimal digits
    Column("made_by", Text),
    Column("made_at", UtcTime, nullable=False),
)
"""The watches."""
Index("ix_watches_feed", watches.c.feed, unique=True)

alerts = Table(
    "alerts",
    metadata,
    Column("n", Seq, primary_key=True, autoincrement=True),
    Column("watch", Text, nullable=False),
    Column("change", BigInteger, nullable=False),  # the number of the change that it tells
    Column("kind", Text, nullable=False),  # new, update, correction or withdrawal
    Column("id", Text, nullable=False),  # the story
    Column("version", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("urgency", Integer),
    Column("digests", JSON, nullable=False),  # of each passage that was watched, see desk.watches.watched_passages
    Column("spans", JSON, nullable=False),  # where the first passages stand in the text: pairs of offsets
    Column("pending", Boolean, nullable=False, server_default=false()),  # it waits for a message
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""What the watches found: one row for each watch and change.  No row has text of a story."""
Index("ix_alerts_watch_change", alerts.c.watch, alerts.c.change, unique=True)
Index("ix_alerts_watch", alerts.c.watch, alerts.c.n)
Index("ix_alerts_id", alerts.c.id, alerts.c.watch)
Index("ix_alerts_pending", alerts.c.n, sqlite_where=alerts.c.pending, postgresql_where=alerts.c.pending)

alert_messages = Table(
    "alert_messages",
    metadata,
    Column("n", Seq, primary_key=True, autoincrement=True),
    Column("watch", Text, nullable=False),
    Column("sinks", JSON, nullable=False),  # names
    Column("alerts", JSON, nullable=False),  # the numbers of the alerts that it tells
    Column("more", Integer, nullable=False),  # alerts beyond those
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""The messages of watches, in the order in which sinks get them."""
Index("ix_alert_messages_watch", alert_messages.c.watch, alert_messages.c.at)
