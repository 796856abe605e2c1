"""How far each sink is, and the changes that a sink refused."""

import sqlalchemy as sa
from alembic import op

from wiredesk.store.types import UtcTime

revision = "0010"
down_revision = "0009"
compatible_from = "0003"


def upgrade() -> None:
    op.create_table(
        "sinks",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("error", sa.Text),
        sa.Column("next_at", UtcTime),
        sa.Column("sent", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("sent_at", UtcTime),
        sa.Column("holder", sa.Text),
        sa.Column("until", UtcTime),
    )
    op.create_table(
        "parked_changes",
        sa.Column("sink", sa.Text, primary_key=True),
        sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false()),
    )
