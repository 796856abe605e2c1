"""The tables: the ledger (``articles``), the extraction documents, and the rows that analysts query.

``seq`` numbers the accepted versions in the order of their acceptance and joins every table.  Where the Python name of
a table or column differs from its name in the database (``checkpoints``: ``marks``, ``visible``: ``shown``), the
database keeps the name of the first release.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSON as PostgresJSON

from wiredesk.store.types import UtcTime

REVISION = "0011"
"""The schema revision that this release reads and writes."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

Seq = BigInteger().with_variant(Integer, "sqlite")
Document = Text().with_variant(PostgresJSON(), "postgresql")
"""JSON stored as the text that was written: type ``json`` on PostgreSQL, text on SQLite."""


def _seq() -> Column[int]:
    return Column("seq", Seq, ForeignKey("articles.seq", ondelete="CASCADE"), primary_key=True)


articles = Table(
    "articles",
    metadata,
    Column("seq", Seq, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    # the article
    Column("headline", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("byline", Text),
    Column("slugline", Text),
    Column("language", Text),
    Column("source", Text),
    Column("url", Text),
    Column("rights", Text),
    Column("editor_note", Text),
    Column("published", UtcTime),
    Column("updated", UtcTime),
    Column("utc_offset", SmallInteger),  # minutes east of UTC: the provider's time zone, in which "Thursday" is read
    Column("urgency", SmallInteger),
    Column("status", Text, nullable=False),
    Column("embargo_until", UtcTime),
    Column("kind", Text, nullable=False),
    Column("keywords", JSON, nullable=False),
    Column("subjects", JSON, nullable=False),
    Column("format", Text, nullable=False),
    Column("words", Integer, nullable=False),
    Column("text_hash", Text, nullable=False),
    # the ledger
    Column("state", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("shown", Boolean, key="visible", nullable=False, server_default=false()),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("accepted_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Column("not_before", UtcTime),
    Column("lease_until", UtcTime),
    Column("lease_owner", Text),
    Column("started_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("error", Text),
    Column("traceback", Text),
    Column("worker", Text),
    Column("duplicate_of", Seq),
    Column("scope", Text),  # the namespace of the provider's id; null where the id is unique by itself
    Column("received", UtcTime),
    Column("told", Boolean),  # whether the change log says that readers see it; null: accepted by an earlier release
    Column("backfill", Boolean),  # accepted as back-fill; null: accepted by an earlier release
    Column("dated", UtcTime),  # the day of the dateline, where the provider tells no time
    Column("language_read", Text),  # in which it is read, decided at publish; null: accepted by an earlier release
    UniqueConstraint("id", "version"),
    sqlite_autoincrement=True,
)
Index(
    "ix_articles_language_read",
    *(articles.c[name] for name in ("queue", "language_read", "sent_at", "seq")),
    sqlite_where=text("state = 'pending'"),
    postgresql_where=text("state = 'pending'"),
)
Index("ix_articles_state_queue", *(articles.c[name] for name in ("state", "queue", "sent_at", "seq")))
Index(
    "ix_articles_wire",
    *(
        articles.c[name]
        for name in ("visible", "seq", "published", "accepted_at", "urgency", "embargo_until", "updated", "dated")
    ),
)
Index(
    "ix_articles_embargo_until",
    articles.c.embargo_until,
    sqlite_where=articles.c.embargo_until.is_not(None),
    postgresql_where=articles.c.embargo_until.is_not(None),
)
Index("ix_articles_text_hash", articles.c.text_hash)
Index(
    "ix_articles_duplicate_of",
    articles.c.duplicate_of,
    sqlite_where=articles.c.duplicate_of.is_not(None),
    postgresql_where=articles.c.duplicate_of.is_not(None),
)
Index("ix_articles_published", articles.c.published)
Index("ix_articles_source", articles.c.source, articles.c.seq)
Index("ix_articles_accepted_at", articles.c.accepted_at)
Index(
    "ix_articles_publication",
    articles.c.visible,
    func.coalesce(*(articles.c[name] for name in ("published", "updated", "dated", "accepted_at"))),
    articles.c.seq,
    # without the columns of an expression PostgreSQL reads the row as well
    postgresql_include=["published", "updated", "dated", "accepted_at", "embargo_until"],
)

workers = Table(
    "workers",
    metadata,
    Column("name", Text, primary_key=True),  # process id of a worker's main process
    Column("languages", Text, nullable=False),  # JSON list
    Column("takes_any", Boolean, nullable=False),  # whether it reads further languages, without a model
    Column("queues", Text, nullable=False),  # JSON list of those that it takes messages from
    Column("models", Text, nullable=False),  # JSON object: language to model
    Column("release", Text, nullable=False),
    Column("children", Integer, nullable=False),  # messages that it processes at once
    Column("seen_at", UtcTime, nullable=False),
)
"""What each running worker reads; rows of workers that have stopped are kept for a day."""
Index("ix_workers_seen_at", workers.c.seen_at)

extractions = Table(
    "extractions",
    metadata,
    _seq(),
    Column("engine", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("language", Text),
    Column("stored_at", UtcTime, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("document", Document, nullable=False),
    Column("focus", Text),  # the entity of the place where the story happened
    Column("tone", Float),  # the score of the story's tone, -1 to 1
    Column("tier", SmallInteger),  # how deeply the story's language is read, 0 to 2; null: by an earlier release
)
Index("ix_extractions_stored_at", extractions.c.stored_at)
Index("ix_extractions_language", extractions.c.language, extractions.c.tier)

entities = Table(
    "entities",
    metadata,
    _seq(),
    Column("entity", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("stands_for", Text),
    Column("wikidata", Text),
    Column("geonames", BigInteger),
    Column("iso3166", Text),
    Column("salience", Float, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("aliases", JSON),
    Column("ticker", Text),
    Column("in_news", Boolean),  # false: credits and page furniture alone name it
    Column("score", Float),
    Column("rule", Text),
    sqlite_with_rowid=False,
)
Index("ix_entities_key", entities.c.key, entities.c.seq)
Index("ix_entities_type_key", entities.c.type, entities.c.key)
Index("ix_entities_wikidata", entities.c.wikidata, entities.c.seq)

mentions = Table(
    "mentions",
    metadata,
    _seq(),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("metonymic", Boolean, nullable=False),
    Column("zone", Text),
    Column("stands_for", Text),
    sqlite_with_rowid=False,
)

titles = Table(
    "titles",
    metadata,
    _seq(),
    Column("n", Integer, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("of", Text),
    Column("office", Text),
    Column("tense", Text),
    Column("score", Float),
    Column("rule", Text),
    sqlite_with_rowid=False,
)

quotes = Table(
    "quotes",
    metadata,
    _seq(),
    Column("n", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("cue", Text),
    Column("source", Text),
    Column("speaker", Text),
    Column("speaker_key", Text),
    Column("mode", Text),
    Column("polarity", Text),
    Column("within", Integer),
    Column("repeats", Integer),
    Column("source_class", Text),
    Column("speaks_for", Text),
    Column("zone", Text),
    Column("quotation", Boolean),  # what a reader would call a quotation; null counts as one
    Column("score", Float),
    Column("rule", Text),
    sqlite_with_rowid=False,
)
Index("ix_quotes_speaker_key", quotes.c.speaker_key, quotes.c.seq)

joint_speakers = Table(
    "joint_speakers",
    metadata,
    Column("seq", Seq, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("key", Text, nullable=False),
    ForeignKeyConstraint(["seq", "n"], ["quotes.seq", "quotes.n"], ondelete="CASCADE"),
)
"""The speakers of a quote after its first: A and B said.  A release that does not know the table deletes its rows with
those of ``quotes``."""
Index("ix_joint_speakers_key_seq", joint_speakers.c.key, joint_speakers.c.seq)

events = Table(
    "events",
    metadata,
    _seq(),
    Column("n", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("actors", JSON, nullable=False),
    Column("recipients", JSON, nullable=False),
    Column("places", JSON, nullable=False),
    Column("date", Text),
    Column("status", Text, nullable=False),
    Column("ontology", Text),
    Column("of", Text),
    Column("background", Boolean),
    Column("quote", Integer),
    Column("same", Integer),
    Column("score", Float),
    Column("rule", Text),
    sqlite_with_rowid=False,
)
Index("ix_events_type", events.c.type, events.c.seq)
Index("ix_events_type_status", *(events.c[name] for name in ("type", "status", "date", "seq")))
Index("ix_events_date", events.c.date, events.c.seq)

event_roles = Table(
    "event_roles",
    metadata,
    Column("seq", Seq, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("entity", Text),
    Column("key", Text),  # the name of the entity as it is looked up
    ForeignKeyConstraint(["seq", "n"], ["events.seq", "events.n"], ondelete="CASCADE"),
    sqlite_with_rowid=False,
)
"""The parts in an event, named or not.  A release that does not know the table deletes its rows with those of
``events``."""
Index("ix_event_roles_key_role", event_roles.c.key, event_roles.c.role, event_roles.c.seq)

dates = Table(
    "dates",
    metadata,
    _seq(),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("value", Text),
    Column("anchor", Text),
    Column("score", Float),
    Column("rule", Text),
    sqlite_with_rowid=False,
)
Index("ix_dates_value", dates.c.value, dates.c.seq)

places = Table(
    "places",
    metadata,
    _seq(),
    Column("entity", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("geonames", BigInteger),
    Column("country", Text),
    Column("level", Text, nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("admin1", Text),
    Column("admin1_name", Text),
    Column("score", Float),
    Column("rule", Text),
    sqlite_with_rowid=False,
)
Index("ix_places_country", places.c.country, places.c.seq)
Index("ix_places_geonames", places.c.geonames, places.c.seq)
Index("ix_places_point", places.c.lat, places.c.lon, places.c.seq)

amounts = Table(
    "amounts",
    metadata,
    _seq(),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("unit", Text),
    Column("entity", Text),
    Column("measure", Text),
    Column("direction", Text),
    Column("period", Text),
    Column("score", Float),
    Column("rule", Text),
    sqlite_with_rowid=False,
)

topics = Table(
    "topics",
    metadata,
    _seq(),
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("rule", Text),
    sqlite_with_rowid=False,
)
Index("ix_topics_code", topics.c.code, topics.c.seq)

keyphrases = Table(
    "keyphrases",
    metadata,
    _seq(),
    Column("n", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),  # the phrase as it is looked up
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_keyphrases_key", keyphrases.c.key, keyphrases.c.seq)

subject_codes = Table(
    "subject_codes",
    metadata,
    _seq(),
    Column("key", Text, primary_key=True),  # a code or a keyword as it is looked up
    sqlite_with_rowid=False,
)
"""The provider's own subject codes and keywords of each version that has results."""
Index("ix_subject_codes_key", subject_codes.c.key, subject_codes.c.seq)

RESULT_TABLES = (
    entities, mentions, titles, quotes, joint_speakers, events, event_roles, dates, places, amounts, topics, keyphrases,
)  # fmt: skip
"""In the order in which rows are written: joint speakers refer to quotes, roles to events."""

checkpoints = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", JSON, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)
"""JSON values by name: how far each source was read, and what the reconcilers counted."""
