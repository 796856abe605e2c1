"""The namespace of a provider's own id, and when a version was received: both are unknown for earlier stories."""

import sqlalchemy as sa
from alembic import op

from wiredesk.store.types import UtcTime

revision = "0004"
down_revision = "0003"
compatible_from = "0003"


def upgrade() -> None:
    op.add_column("articles", sa.Column("scope", sa.Text()))
    op.add_column("articles", sa.Column("received", UtcTime()))
