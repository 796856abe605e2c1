"""The tables of the users of a desk, and of what they keep of stories: stars, notes and what they have read.

Stars, notes and reads name a story by its id, so that they survive a new version and another extraction.  They go when
the last version of the story is deleted.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text, false

from wiredesk.store.tables import Seq, metadata
from wiredesk.store.types import UtcTime

users = Table(
    "users",
    metadata,
    Column("key", Text, primary_key=True),  # the name without its case, see desk.users.user_names
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of the token, see desk.users.user_tokens
    Column("closed", Boolean, nullable=False, server_default=false()),
    Column("made_at", UtcTime, nullable=False),
    Column("renewed_at", UtcTime, nullable=False),
)
"""Who may sign in."""
Index("ix_users_digest", users.c.digest, unique=True)

stars = Table(
    "stars",
    metadata,
    Column("reader", Text, primary_key=True),  # the key of a name, whether it is a user's or one of a proxy's login
    Column("id", Text, primary_key=True),  # the story
    Column("at", UtcTime, nullable=False),
)
"""The stories that readers starred."""
Index("ix_stars_id", stars.c.id)

notes = Table(
    "notes",
    metadata,
    Column("n", Seq, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False),  # the story
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("words", Text, nullable=False),  # the text without case and accents
    Column("made_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime),
    sqlite_autoincrement=True,
)
"""What readers wrote on stories, for all readers of the desk."""
Index("ix_notes_id", notes.c.id)

story_reads = Table(
    "story_reads",
    metadata,
    Column("reader", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # the story
    Column("version", BigInteger, nullable=False),  # the last one that was read
    Column("at", UtcTime, nullable=False),
)
"""The stories that readers have read."""
Index("ix_story_reads_at", story_reads.c.reader, story_reads.c.at)
Index("ix_story_reads_id", story_reads.c.id)
