"""The desk's indexes: one that covers the live wire with its filters, one for embargoes that end."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
compatible_from = "0002"

WIRE = ["shown", "seq", "published", "accepted_at", "urgency", "embargo_until"]


def upgrade() -> None:
    op.create_index("ix_articles_wire", "articles", WIRE)
    op.drop_index("ix_articles_shown", "articles")
    embargoed = sa.text("embargo_until IS NOT NULL")
    op.create_index(
        "ix_articles_embargo_until", "articles", ["embargo_until"], sqlite_where=embargoed, postgresql_where=embargoed
    )
