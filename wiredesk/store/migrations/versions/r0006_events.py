"""Events with their ontology, status of speech and certainty, and the parts in them as rows of their own.

Every new column is null in rows of earlier releases: they did not extract events.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from wiredesk.store.tables import Seq

revision = "0006"
down_revision = "0005"
compatible_from = "0003"

COLUMNS: dict[str, Any] = {
    "ontology": sa.Text,
    "of": sa.Text,
    "background": sa.Boolean,
    "quote": sa.Integer,
    "same": sa.Integer,
    "score": sa.Float,
    "rule": sa.Text,
}


def upgrade() -> None:
    for name, type in COLUMNS.items():
        op.add_column("events", sa.Column(name, type()))
    op.create_index("ix_events_type_status", "events", ["type", "status", "date", "seq"])
    op.create_index("ix_events_date", "events", ["date", "seq"])
    op.create_table(
        "event_roles",
        sa.Column("seq", Seq, primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("role", sa.Text, primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("entity", sa.Text),
        sa.Column("key", sa.Text),
        sa.ForeignKeyConstraint(["seq", "n"], ["events.seq", "events.n"], ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_roles_key_role", "event_roles", ["key", "role", "seq"])
