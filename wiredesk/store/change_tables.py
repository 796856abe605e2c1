"""The table of the change log: what became visible, changed or went away, one row for each change."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text, false

from wiredesk.store.tables import Seq, articles, metadata
from wiredesk.store.types import UtcTime


class ChangeKind(StrEnum):
    """What happened.  The values are those of the database's column ``what``."""

    STORED = "stored"
    """A story became visible."""
    REPLACED = "replaced"
    """A newer version took the place of the one before."""
    CORRECTED = "corrected"
    """A correction took the place of the version before."""
    FREED = "freed"
    """The embargo of a stored version ended."""
    WITHDRAWN = "withdrawn"
    """The provider withheld or cancelled the story."""
    REPROCESSED = "reprocessed"
    """A visible version has new results."""
    RELEASED = "released"
    """A user put a quarantined version back into its queue."""
    PRUNED = "pruned"
    """A visible version was deleted from the ledger."""
    MERGED = "merged"
    """A thing of the directory was joined to another."""
    SPLIT = "split"
    """A thing was parted into two."""
    RENAMED = "renamed"
    """A thing has another name or type."""
    RULED = "ruled"
    """A user ruled on a thing."""


ARRIVALS = frozenset({ChangeKind.STORED, ChangeKind.REPLACED, ChangeKind.CORRECTED, ChangeKind.FREED})
"""Changes by which readers see a version that they did not see before."""
DEPARTURES = frozenset({ChangeKind.WITHDRAWN, ChangeKind.PRUNED})
"""Changes by which readers no longer see a story."""
OF_THINGS = frozenset({ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.RENAMED, ChangeKind.RULED})
"""Changes of the directory of things; they name no story."""

changes = Table(
    "changes",
    metadata,
    Column("n", Seq, primary_key=True, autoincrement=True),
    Column("seq", Seq),  # the version; it may have been deleted since
    Column("id", Text),
    Column("version", BigInteger),
    Column("what", Text, nullable=False),
    Column("previous", Seq),  # the version that readers saw before
    Column("thing", BigInteger),
    Column("other", BigInteger),  # the thing that it was joined to or parted from
    Column("backfill", Boolean, nullable=False, server_default=false()),
    Column("swept", Boolean, nullable=False, server_default=false()),  # noticed after it had happened
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""The change log.  No row is ever changed; the oldest are deleted."""

_IS_UNTOLD = articles.c.visible != articles.c.told
Index("ix_articles_untold", articles.c.seq, sqlite_where=_IS_UNTOLD, postgresql_where=_IS_UNTOLD)
"""The versions whose sight and the change log differ: those under embargo, and what an earlier release changed."""
_IS_UNTRACKED = articles.c.told.is_(None)
Index("ix_articles_untracked", articles.c.seq, sqlite_where=_IS_UNTRACKED, postgresql_where=_IS_UNTRACKED)
"""The versions that a release without the change log accepted."""
