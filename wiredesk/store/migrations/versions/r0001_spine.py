"""The first schema: ledger, extraction documents, result tables, full text."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from wiredesk.store.types import UtcTime

revision = "0001"
down_revision = None
compatible_from = "0001"

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.Text().with_variant(postgresql.JSON(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("seq", SEQ, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("slugline", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("rights", sa.Text(), nullable=True),
        sa.Column("editor_note", sa.Text(), nullable=True),
        sa.Column("published", UtcTime(), nullable=True),
        sa.Column("updated", UtcTime(), nullable=True),
        sa.Column("utc_offset", sa.SmallInteger(), nullable=True),
        sa.Column("urgency", sa.SmallInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("embargo_until", UtcTime(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("accepted_at", UtcTime(), nullable=False),
        sa.Column("sent_at", UtcTime(), nullable=True),
        sa.Column("not_before", UtcTime(), nullable=True),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("traceback", sa.Text(), nullable=True),
        sa.Column("worker", sa.Text(), nullable=True),
        sa.Column("duplicate_of", SEQ, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_articles")),
        sa.UniqueConstraint("id", "version", name=op.f("uq_articles_id_version")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_accepted_at", "articles", ["accepted_at"], unique=False)
    op.create_index("ix_articles_published", "articles", ["published"], unique=False)
    op.create_index("ix_articles_shown", "articles", ["shown", "seq"], unique=False)
    op.create_index("ix_articles_source", "articles", ["source", "seq"], unique=False)
    op.create_index("ix_articles_state_queue", "articles", ["state", "queue", "seq"], unique=False)
    op.create_index("ix_articles_text_hash", "articles", ["text_hash"], unique=False)
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.create_table(
        "amounts",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_amounts_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "start", "end", name=op.f("pk_amounts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dates",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_dates_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "start", "end", name=op.f("pk_dates")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dates_value", "dates", ["value", "seq"], unique=False)
    op.create_table(
        "entities",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("stands_for", sa.Text(), nullable=True),
        sa.Column("wikidata", sa.Text(), nullable=True),
        sa.Column("geonames", sa.BigInteger(), nullable=True),
        sa.Column("iso3166", sa.Text(), nullable=True),
        sa.Column("salience", sa.Float(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_entities_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "entity", name=op.f("pk_entities")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_entities_key", "entities", ["key", "seq"], unique=False)
    op.create_index("ix_entities_type_key", "entities", ["type", "key"], unique=False)
    op.create_index("ix_entities_wikidata", "entities", ["wikidata", "seq"], unique=False)
    op.create_table(
        "events",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("actors", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_events_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_events")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_type", "events", ["type", "seq"], unique=False)
    op.create_table(
        "extractions",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("stored_at", UtcTime(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("document", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_extractions_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_extractions")),
    )
    op.create_index("ix_extractions_stored_at", "extractions", ["stored_at"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("metonymic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_mentions_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "start", "end", "entity", name=op.f("pk_mentions")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "places",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("geonames", sa.BigInteger(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_places_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "entity", name=op.f("pk_places")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_places_country", "places", ["country", "seq"], unique=False)
    op.create_index("ix_places_geonames", "places", ["geonames", "seq"], unique=False)
    op.create_table(
        "quotes",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("cue", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("speaker_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_quotes_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_quotes")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_quotes_speaker_key", "quotes", ["speaker_key", "seq"], unique=False)
    op.create_table(
        "titles",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_titles_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "n", name=op.f("pk_titles")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "topics",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["articles.seq"], name=op.f("fk_topics_seq"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seq", "code", name=op.f("pk_topics")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_topics_code", "topics", ["code", "seq"], unique=False)
    # ### end Alembic commands ###
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE story_text USING fts5("
            "headline, body, content='articles', content_rowid='seq', tokenize='porter unicode61 remove_diacritics 2')"
        )
    else:
        op.execute(
            "CREATE TABLE story_text ("
            "seq bigint PRIMARY KEY REFERENCES articles ON DELETE CASCADE, words tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_story_text_words ON story_text USING gin (words)")
