"""Watches, users, sources with their health, the order of a search, how deeply each language is read, and partitions.

On PostgreSQL the tables of results become partitioned, without a copy of a row: see
:mod:`wiredesk.store.partition_attachment`.
"""

import sqlalchemy as sa
from alembic import op

from wiredesk.quotations import WITHOUT_CLAUSE
from wiredesk.store.partition_attachment import partition_tables
from wiredesk.store.partitions import PARTITION_SIZE, PARTITIONED
from wiredesk.store.tables import Seq
from wiredesk.store.types import UtcTime

revision = "0011"
down_revision = "0010"
compatible_from = "0003"


def upgrade() -> None:
    _add_languages()
    _add_search_terms()
    _add_watches()
    _add_waiting_times()
    _extend_sinks()
    _add_publication_order()
    _add_source_health()
    _add_sources()
    _add_id_order()
    _add_place_points()
    _add_saved_queries()
    _add_users()
    _look_prints_up_once()
    _index_duplicates()
    op.add_column("links", sa.Column("traits", sa.Text))
    op.add_column("links", sa.Column("parts", sa.Text))
    _hide_quotes_without_clause()
    if op.get_bind().dialect.name == "postgresql":
        partition_tables(op.get_bind(), PARTITIONED, PARTITION_SIZE)


def _add_languages() -> None:
    op.add_column("extractions", sa.Column("tier", sa.SmallInteger))
    op.create_index("ix_extractions_language", "extractions", ["language", "tier"])
    op.add_column("articles", sa.Column("language_read", sa.Text))
    op.create_index(
        "ix_articles_language_read",
        "articles",
        ["queue", "language_read", "sent_at", "seq"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "workers",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("languages", sa.Text, nullable=False),
        sa.Column("takes_any", sa.Boolean, nullable=False),
        sa.Column("queues", sa.Text, nullable=False),
        sa.Column("models", sa.Text, nullable=False),
        sa.Column("release", sa.Text, nullable=False),
        sa.Column("children", sa.Integer, nullable=False),
        sa.Column("seen_at", UtcTime, nullable=False),
    )
    op.create_index("ix_workers_seen_at", "workers", ["seen_at"])


def _add_search_terms() -> None:
    """Add the full-text table of terms of other languages; PostgreSQL has them in ``story_text``.

    The trigger serves releases that do not know the table.
    """
    if op.get_bind().dialect.name == "sqlite":
        tokenizer = "unicode61 remove_diacritics 0 categories ''L* N* M*'' tokenchars '':''"
        op.execute(f"CREATE VIRTUAL TABLE story_terms USING fts5(words, parts, tokenize='{tokenizer}')")
        op.execute(
            "CREATE TRIGGER story_terms_deleted AFTER DELETE ON articles "
            "BEGIN DELETE FROM story_terms WHERE rowid = old.seq; END"
        )


def _add_watches() -> None:
    op.create_table(
        "watches",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("in_file", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("problem", sa.Text),
        sa.Column("feed", sa.Text),
        sa.Column("made_by", sa.Text),
        sa.Column("made_at", UtcTime, nullable=False),
    )
    op.create_index("ix_watches_feed", "watches", ["feed"], unique=True)
    op.create_table(
        "alerts",
        sa.Column("n", Seq, primary_key=True, autoincrement=True),
        sa.Column("watch", sa.Text, nullable=False),
        sa.Column("change", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("urgency", sa.Integer),
        sa.Column("digests", sa.JSON, nullable=False),
        sa.Column("spans", sa.JSON, nullable=False),
        sa.Column("pending", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", UtcTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_watch_change", "alerts", ["watch", "change"], unique=True)
    op.create_index("ix_alerts_watch", "alerts", ["watch", "n"])
    op.create_index("ix_alerts_id", "alerts", ["id", "watch"])
    pending = sa.text("pending")
    op.create_index("ix_alerts_pending", "alerts", ["n"], sqlite_where=pending, postgresql_where=pending)
    op.create_table(
        "alert_messages",
        sa.Column("n", Seq, primary_key=True, autoincrement=True),
        sa.Column("watch", sa.Text, nullable=False),
        sa.Column("sinks", sa.JSON, nullable=False),
        sa.Column("alerts", sa.JSON, nullable=False),
        sa.Column("more", sa.Integer, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alert_messages_watch", "alert_messages", ["watch", "at"])


def _add_waiting_times() -> None:
    op.add_column("name_keys", sa.Column("since", UtcTime))


def _extend_sinks() -> None:
    op.add_column("sinks", sa.Column("failed_at", UtcTime))
    op.add_column("sinks", sa.Column("last_sent", sa.BigInteger))


def _add_publication_order() -> None:
    op.add_column("articles", sa.Column("dated", UtcTime))
    moment = sa.text("coalesce(published, updated, dated, accepted_at)")
    op.create_index(
        "ix_articles_publication",
        "articles",
        ["shown", moment, "seq"],
        postgresql_include=["published", "updated", "dated", "accepted_at", "embargo_until"],
    )
    op.drop_index("ix_articles_wire", "articles")
    wire = ["shown", "seq", "published", "accepted_at", "urgency", "embargo_until", "updated", "dated"]
    op.create_index("ix_articles_wire", "articles", wire)


def _add_source_health() -> None:
    counts = ("messages", "bytes", "stories", "known", "older", "skipped", "rejected")
    op.create_table(
        "source_status",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("since", UtcTime, nullable=False),
        sa.Column("started_at", UtcTime, nullable=False),
        sa.Column("heard_at", UtcTime),
        sa.Column("story_at", UtcTime),
        *(sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in counts),
        sa.Column("silent_after", sa.Float),
        sa.Column("numbers", sa.JSON, nullable=False, server_default="{}"),
    )
    op.create_table(
        "source_hours",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("hour", UtcTime, primary_key=True),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("stories", sa.Integer, nullable=False),
        sa.Column("rejected", sa.Integer, nullable=False),
    )


def _add_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("follows", sa.Text, nullable=False),
        sa.Column("in_file", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("problem", sa.Text),
        sa.Column("asked_at", UtcTime),
        sa.Column("made_by", sa.Text),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("changed_by", sa.Text),
        sa.Column("changed_at", UtcTime),
        sa.Column("change", sa.Text),
        sa.Column("holder", sa.Text),
        sa.Column("until", UtcTime),
    )


def _add_id_order() -> None:
    """Index the ids in the order of their characters, for starts of ids; SQLite's index has that order already."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_articles_id_start", "articles", [sa.text('id COLLATE "C"')])


def _add_place_points() -> None:
    op.create_index("ix_places_point", "places", ["lat", "lon", "seq"])


def _add_saved_queries() -> None:
    op.create_table(
        "saved_queries",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("sql", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text),
        sa.Column("made_at", UtcTime, nullable=False),
    )


def _add_users() -> None:
    """Add users, and what they keep of stories."""
    op.create_table(
        "users",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("renewed_at", UtcTime, nullable=False),
    )
    op.create_index("ix_users_digest", "users", ["digest"], unique=True)
    op.create_table(
        "stars",
        sa.Column("reader", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("at", UtcTime, nullable=False),
    )
    op.create_index("ix_stars_id", "stars", ["id"])
    op.create_table(
        "notes",
        sa.Column("n", Seq, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("made_at", UtcTime, nullable=False),
        sa.Column("changed_at", UtcTime),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_id", "notes", ["id"])
    op.create_table(
        "story_reads",
        sa.Column("reader", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
    )
    op.create_index("ix_story_reads_at", "story_reads", ["reader", "at"])
    op.create_index("ix_story_reads_id", "story_reads", ["id"])


def _look_prints_up_once() -> None:
    """Let the key of the prints begin with the print on PostgreSQL: one page of the index has its rows of all days.

    The index alone answers for rows that autovacuum has seen; each of the others costs a page of the table.  By default
    it waits for a fifth of the table.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("pk_copy_prints", "copy_prints", type_="primary")
        op.create_primary_key("pk_copy_prints", "copy_prints", ["print", "day", "seq"])
        op.create_index(
            "ix_copy_prints_day",
            "copy_prints",
            ["day"],
            postgresql_using="brin",
            postgresql_with={"autosummarize": "on"},
        )
        op.execute(
            "ALTER TABLE copy_prints SET (autovacuum_vacuum_insert_scale_factor = 0,"
            " autovacuum_vacuum_insert_threshold = 100000)"
        )


def _index_duplicates() -> None:
    """Index the duplicates: whoever deletes a version looks for those of it."""
    is_one = sa.text("duplicate_of IS NOT NULL")
    op.create_index(
        "ix_articles_duplicate_of", "articles", ["duplicate_of"], sqlite_where=is_one, postgresql_where=is_one
    )


def _hide_quotes_without_clause() -> None:
    """Decide again which indirect quotes are quotations: those of earlier releases include ones without a clause."""
    quotes = sa.table("quotes", sa.column("kind"), sa.column("rule"), sa.column("quotation", sa.Boolean))
    without = quotes.update().where(quotes.c.kind == "indirect", quotes.c.rule.in_(sorted(WITHOUT_CLAUSE)))
    op.execute(without.values(quotation=False))
