"""The tables of what stories are to each other: copies and threads.

A story's own results never depend on them.  The linker fills them after the story is stored; see
:mod:`wiredesk.store.linking`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, SmallInteger, Table, Text

from wiredesk.store.tables import Seq, metadata
from wiredesk.store.types import UtcTime

DUE, LINKED, FAILED = "due", "linked", "failed"
"""States of a version in ``links``.  ``failed``: the linker raised an error on it as often as it tries."""


def _seq(name: str = "seq") -> Column[int]:
    return Column(name, Seq, ForeignKey("articles.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False)


links = Table(
    "links",
    metadata,
    _seq(),
    Column("state", Text, nullable=False),
    Column("day", Integer, nullable=False),  # the day of its prints and keys
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("at", UtcTime, nullable=False),  # when it became due, or was linked
    Column("edition", SmallInteger, nullable=False, server_default="1"),  # of the rows by which others find it
    Column("traits", Text),  # JSON: its prints and the agency that it credits, until it is linked
    Column("parts", Text),  # JSON: where its text tells its own story
    sqlite_with_rowid=False,
)
"""Which versions the linker has still to compare with others, and which it has."""
Index("ix_links_state", links.c.state, links.c.at)

copy_prints = Table(
    "copy_prints",
    metadata,
    # The day comes first: pruning deletes a range, and inserts stay close together.
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("print", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", Seq, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Hashes of sequences of words, by which copies find each other.  A row may outlive its version; it counts for nothing
then.

On PostgreSQL the key is (print, day, seq): a search looks each print up once for all days, and an index of the blocks'
days finds what is pruned.  Autovacuum comes for every 100,000 new rows: a search then reads the index alone."""

copy_pairs = Table(
    "copy_pairs",
    metadata,
    _seq("a"),
    _seq("b"),
    Column("relation", Text, nullable=False),  # copy, part, form or version
    Column("shared", Integer, nullable=False),  # sequences of words in both
    Column("longer", Float, nullable=False),  # their share of the longer text
    Column("shorter", Float, nullable=False),  # their share of the shorter text
    sqlite_with_rowid=False,
)
"""Two versions of which one is a copy of the other, holds a part of it, or is made by the same form; ``a`` < ``b``."""
Index("ix_copy_pairs_b", copy_pairs.c.b)

copy_groups = Table(
    "copy_groups",
    metadata,
    _seq(),
    Column("copy_group", Seq, nullable=False),  # the smallest seq of the group
    Column("is_first", Boolean, nullable=False),  # the one to show for the group
    Column("credit", Text),  # the agency that the text itself credits
    sqlite_with_rowid=False,
)
"""Versions with one text, more or less; a version without copies is a group of one."""
Index("ix_copy_groups_copy_group", copy_groups.c.copy_group, copy_groups.c.is_first)

thread_terms = Table(
    "thread_terms",
    metadata,
    _seq(),
    Column("terms", Text, nullable=False),  # JSON: word to weight
    Column("actors", Text, nullable=False),  # JSON: names and places
    Column("words", Integer, nullable=False),
    Column("figures", Float, nullable=False),  # share of figures among the words
    sqlite_with_rowid=False,
)
"""The words that tell a version's subject."""

thread_keys = Table(
    "thread_keys",
    metadata,
    Column("key", Text, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("seq", Seq, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The strongest terms of each version, by which stories of one thread find each other.  A row may outlive its
version; it counts for nothing then.  ``thread_terms`` names a version's keys, so that deleting them takes no index on
the number, which would be as large as the table."""

threads = Table(
    "threads",
    metadata,
    Column("thread", Seq, primary_key=True, autoincrement=True),
    Column("headline", Text, nullable=False),
    Column("lead", Seq),  # the version whose headline and summary stand for the thread
    Column("last_seq", Seq),  # the version that came last
    Column("first_at", UtcTime),
    Column("last_at", UtcTime),
    Column("stories", Integer, nullable=False),
    Column("texts", Integer, nullable=False),  # groups of copies
    Column("sources", Integer, nullable=False),
    Column("merged_into", Seq),
    Column("split_from", Seq),
    sqlite_autoincrement=True,
)
"""Stories of one happening.  A thread without stories keeps its number; after a merger it names where they went."""
Index("ix_threads_last_at", threads.c.last_at)
Index("ix_threads_last_seq", threads.c.last_seq)
Index("ix_threads_merged_into", threads.c.merged_into)

thread_members = Table(
    "thread_members",
    metadata,
    Column("id", Text, primary_key=True),  # the story's id: one thread a story, whatever its version
    Column("seq", Seq, ForeignKey("articles.seq", ondelete="CASCADE"), nullable=False),
    Column("thread", Seq, nullable=False),
    Column("since", UtcTime, nullable=False),
)
Index("ix_thread_members_thread", thread_members.c.thread, thread_members.c.seq)
Index("ix_thread_members_seq", thread_members.c.seq)

thread_log = Table(
    "thread_log",
    metadata,
    Column("n", Seq, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("thread", Seq, nullable=False),
    Column("what", Text, nullable=False),  # joined, left, merged, split or closed
    Column("seq", Seq),
    Column("other", Seq),  # the thread that it was merged into or split from
    sqlite_autoincrement=True,
)
"""What happened to threads, in order: readers follow it by its number."""
Index("ix_thread_log_thread", thread_log.c.thread, thread_log.c.n)

LINK_TABLES = (links, copy_pairs, copy_groups, thread_terms, thread_members)
"""Tables whose rows go with their version."""
