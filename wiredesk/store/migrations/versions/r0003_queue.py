"""Index whether a waiting version was sent: with 100,000 stories waiting, each query read all of them."""

from alembic import op

revision = "0003"
down_revision = "0002"
compatible_from = "0003"


def upgrade() -> None:
    op.drop_index("ix_articles_state_queue", "articles")
    op.create_index("ix_articles_state_queue", "articles", ["state", "queue", "sent_at", "seq"])
