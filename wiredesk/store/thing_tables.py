"""The tables of the directory: things, their names, which entity of which story is which thing, and users' rulings.

A story's own results never depend on them.  See :mod:`wiredesk.store.directory`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, text

from wiredesk.store.tables import Seq, metadata
from wiredesk.store.types import UtcTime

things = Table(
    "things",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),  # computed: wiredesk.identity.thing_id
    Column("kind", Text, nullable=False),  # person, place, body, demonym or other
    Column("key", Text, nullable=False),
    Column("sense", Text, nullable=False),  # tells things of one key apart
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),  # the type of its entities
    Column("wikidata", Text),
    Column("geonames", BigInteger),
    Column("iso3166", Text),
    Column("kb", Text),  # its id in a knowledge base of the user's own
    Column("merged_into", BigInteger),  # the thing that stands for it; chains have one link
    Column("ruled_name", Text),  # what a user calls it
    Column("ruled_type", Text),
    Column("rejected", Boolean),  # a user: this is no name
    sqlite_with_rowid=False,
)
"""What entities of stories are in the real world, as far as names, ids and users tell."""
Index("ix_things_merged_into", things.c.merged_into)
Index("ix_things_wikidata", things.c.wikidata)
Index("ix_things_geonames", things.c.geonames)

thing_names = Table(
    "thing_names",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("thing", BigInteger, primary_key=True, autoincrement=False),
    Column("form", Text, nullable=False),  # the name as a text has it
    Column("use", Text, nullable=False),  # full, short, acronym, code or ruled
    sqlite_with_rowid=False,
)
"""What things are called: every name leads to the things that bear it."""
Index("ix_thing_names_thing", thing_names.c.thing)

identities = Table(
    "identities",
    metadata,
    Column("seq", Seq, ForeignKey("extractions.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("entity", Text, primary_key=True),
    Column("thing", BigInteger, nullable=False),
    Column("bare", BigInteger),  # of a bare name: the thing that it is until it is settled
    Column("method", Text, nullable=False),
    Column("score", Float),
    Column("evidence", Text),  # JSON
    Column("in_news", Boolean),  # false: credits and page furniture alone name it
    sqlite_with_rowid=False,
)
"""Which thing each entity of a version is."""
Index("ix_identities_thing", identities.c.thing, identities.c.seq, identities.c.entity, identities.c.bare)
Index(
    "ix_identities_bare",
    identities.c.bare,
    identities.c.seq,
    sqlite_where=identities.c.bare.is_not(None),
    postgresql_where=identities.c.bare.is_not(None),
)

unions = Table(
    "unions",
    metadata,
    Column("key", Text, primary_key=True),  # the name that both bear
    Column("a", BigInteger, primary_key=True, autoincrement=False),
    Column("b", BigInteger, primary_key=True, autoincrement=False),
    Column("verdict", Text, nullable=False),  # same, or different: then it is a proposal
    Column("method", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("evidence", Text),  # JSON
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)
"""Pairs of things that the linker takes for one; ``a`` < ``b``.  Users' rulings are in ``rulings``."""
Index("ix_unions_a", unions.c.a)
Index("ix_unions_b", unions.c.b)

name_keys = Table(
    "name_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("seen", Integer, nullable=False),  # stories in which something bears the name, so far
    Column("settled", Integer, nullable=False),  # their number when it was settled last; negative: settle it at once
    Column("upto", BigInteger),  # while it is being settled: the last version whose bare name is decided
    Column("since", UtcTime),  # when it was settled last, or came first
    sqlite_with_rowid=False,
)
"""Names whose things the linker has to settle: bare names, and those that several things bear."""
RIPE = "settled < 0 OR seen >= 2 * settled + 8"
"""Names that the linker settles first: they stand in twice as many stories as when it did last, and eight more."""
UNSETTLED = "seen > settled OR upto IS NOT NULL"
Index("ix_name_keys_ripe", name_keys.c.key, sqlite_where=text(RIPE), postgresql_where=text(RIPE))
Index("ix_name_keys_unsettled", name_keys.c.key, sqlite_where=text(UNSETTLED), postgresql_where=text(UNSETTLED))

rulings = Table(
    "rulings",
    metadata,
    Column("n", Seq, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("thing", BigInteger),
    Column("other", BigInteger),  # the second thing of "same" and "different"
    Column("value", Text),  # JSON
    Column("why", Text),
    Column("by", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("undone_at", UtcTime),
    Column("undone_by", Text),
    sqlite_autoincrement=True,
)
"""What users have decided, and whether they took it back."""
Index("ix_rulings_thing", rulings.c.thing)
Index("ix_rulings_other", rulings.c.other)
Index(
    "ix_rulings_undone_at",
    rulings.c.undone_at,
    sqlite_where=rulings.c.undone_at.is_not(None),
    postgresql_where=rulings.c.undone_at.is_not(None),
)

ruled_stories = Table(
    "ruled_stories",
    metadata,
    Column("story", Text, primary_key=True),  # the story's id: a ruling holds for all its versions
    Column("ruling", Seq, ForeignKey("rulings.n", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The stories that a split or a correction is about, which need not be stored yet."""
Index("ix_ruled_stories_ruling", ruled_stories.c.ruling)
