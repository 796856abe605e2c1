"""The change log: one row for each change that readers see, in the transaction that makes the change.

``told`` is null for every version that was accepted before.  Those that readers see already are no news; the versions
that may still become visible are tracked from here on.
"""

import sqlalchemy as sa
from alembic import op

from wiredesk.store import checkpoints
from wiredesk.store.tables import Seq
from wiredesk.store.types import UtcTime, now

revision = "0009"
down_revision = "0008"
compatible_from = "0003"


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("n", Seq, primary_key=True, autoincrement=True),
        sa.Column("seq", Seq),
        sa.Column("id", sa.Text),
        sa.Column("version", sa.BigInteger),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("previous", Seq),
        sa.Column("thing", sa.BigInteger),
        sa.Column("other", sa.BigInteger),
        sa.Column("backfill", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("swept", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", UtcTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.add_column("articles", sa.Column("told", sa.Boolean))
    op.add_column("articles", sa.Column("backfill", sa.Boolean))
    for name, where in (("untold", "shown <> told"), ("untracked", "told IS NULL")):
        condition = sa.text(where)
        op.create_index(f"ix_articles_{name}", "articles", ["seq"], sqlite_where=condition, postgresql_where=condition)
    _track()


def _track() -> None:
    """Track the versions that readers do not see yet, and remember where the others end."""
    articles = sa.table(
        "articles",
        sa.column("seq", Seq),
        sa.column("state", sa.Text),
        sa.column("shown", sa.Boolean),
        sa.column("told", sa.Boolean),
        sa.column("embargo_until", UtcTime),
    )
    untold = articles.update().values(told=sa.false())
    waiting = articles.c.state.in_(("pending", "leased", "quarantined"))
    op.execute(untold.where(waiting, articles.c.shown.is_(sa.false())))
    op.execute(untold.where(articles.c.embargo_until > now()))
    connection = op.get_bind()
    last = connection.scalar(sa.select(sa.func.max(articles.c.seq))) or 0
    checkpoints.write(connection, "changes", {"before": last})
