"""The queue's index tells what was sent from what was not: with 100,000 stories waiting, both were looked through."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_index("ix_articles_state_queue", "articles")
    op.create_index("ix_articles_state_queue", "articles", ["state", "queue", "sent_at", "seq"])
