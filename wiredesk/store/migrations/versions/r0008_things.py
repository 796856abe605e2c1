"""The directory of people, organisations, places and other things, and users' rulings on them.

The new tables are empty for stories of earlier releases; the linker makes their rows from the stored documents.
"""

import sqlalchemy as sa
from alembic import op

from wiredesk.store.tables import Seq
from wiredesk.store.types import UtcTime

revision = "0008"
down_revision = "0007"
compatible_from = "0003"


def upgrade() -> None:
    op.add_column("links", sa.Column("edition", sa.SmallInteger, nullable=False, server_default="1"))
    _things()
    _identities()
    op.create_table(
        "rulings",
        sa.Column("n", Seq, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("thing", sa.BigInteger),
        sa.Column("other", sa.BigInteger),
        sa.Column("value", sa.Text),
        sa.Column("why", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("undone_at", UtcTime),
        sa.Column("undone_by", sa.Text),
        sqlite_autoincrement=True,
    )
    for name in ("thing", "other"):
        op.create_index(f"ix_rulings_{name}", "rulings", [name])
    is_undone = sa.text("undone_at IS NOT NULL")
    op.create_index(
        "ix_rulings_undone_at", "rulings", ["undone_at"], sqlite_where=is_undone, postgresql_where=is_undone
    )
    ruling = sa.ForeignKey("rulings.n", ondelete="CASCADE")
    op.create_table(
        "ruled_stories",
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("ruling", Seq, ruling, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ruled_stories_ruling", "ruled_stories", ["ruling"])


def _things() -> None:
    op.create_table(
        "things",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("sense", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("wikidata", sa.Text),
        sa.Column("geonames", sa.BigInteger),
        sa.Column("iso3166", sa.Text),
        sa.Column("kb", sa.Text),
        sa.Column("merged_into", sa.BigInteger),
        sa.Column("ruled_name", sa.Text),
        sa.Column("ruled_type", sa.Text),
        sa.Column("rejected", sa.Boolean),
        sqlite_with_rowid=False,
    )
    for name in ("merged_into", "wikidata", "geonames"):
        op.create_index(f"ix_things_{name}", "things", [name])
    op.create_table(
        "thing_names",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("thing", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("use", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_thing_names_thing", "thing_names", ["thing"])


def _identities() -> None:
    seq = sa.ForeignKey("extractions.seq", ondelete="CASCADE")
    op.create_table(
        "identities",
        sa.Column("seq", Seq, seq, primary_key=True, autoincrement=False),
        sa.Column("entity", sa.Text, primary_key=True),
        sa.Column("thing", sa.BigInteger, nullable=False),
        sa.Column("bare", sa.BigInteger),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("evidence", sa.Text),
        sa.Column("in_news", sa.Boolean),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identities_thing", "identities", ["thing", "seq", "entity", "bare"])
    is_bare = sa.text("bare IS NOT NULL")
    op.create_index("ix_identities_bare", "identities", ["bare", "seq"], sqlite_where=is_bare, postgresql_where=is_bare)
    op.create_table(
        "unions",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("a", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("b", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("evidence", sa.Text),
        sa.Column("at", UtcTime, nullable=False),
        sqlite_with_rowid=False,
    )
    for name in ("a", "b"):
        op.create_index(f"ix_unions_{name}", "unions", [name])
    op.create_table(
        "name_keys",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("settled", sa.Integer, nullable=False),
        sa.Column("upto", sa.BigInteger),
        sqlite_with_rowid=False,
    )
    ripe = sa.text("settled < 0 OR seen >= 2 * settled + 8")
    op.create_index("ix_name_keys_ripe", "name_keys", ["key"], sqlite_where=ripe, postgresql_where=ripe)
    unsettled = sa.text("seen > settled OR upto IS NOT NULL")
    op.create_index("ix_name_keys_unsettled", "name_keys", ["key"], sqlite_where=unsettled, postgresql_where=unsettled)
