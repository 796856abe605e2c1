"""Values that the ledger's functions take and return."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_

from wiredesk.contract import Article, QueueName
from wiredesk.store.tables import articles
from wiredesk.store.types import now

LONGER_LEASES = 20
"""Factor between the leases of two workers with different settings; the default of 30 s allows for ten minutes."""
Key = tuple[str, int]
"""Id and version of a story."""


class Disposition(StrEnum):
    """What the ledger made of an article."""

    NEW = "new"
    """The first version of a story, or a number of the provider's that was missing."""
    NEWER = "newer"
    """A new version of a story that was known, above all others."""
    KNOWN = "known"
    """The story has this text already, so the article was ignored."""
    OLDER = "older"
    """Another text than the story's versions, from before the newest of them, so the article was left out."""


class Arrival(NamedTuple):
    """An article as the ledger filed it."""

    key: Key
    """Its id and version; those of the version that the ledger has, if the article was not written."""
    disposition: Disposition


class OutboxEntry(NamedTuple):
    """A version that was claimed for sending."""

    seq: int
    id: str
    version: int
    words: int


class ClaimedArrival(NamedTuple):
    """A version that was claimed for sending in the transaction that accepted it."""

    entry: OutboxEntry
    queue: str
    lane: str
    """The queue of Redis that its message goes into."""
    children: int
    """How many messages of the lane are processed at once; 0 while no worker is known to run."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of each article of a batch, in the batch's order."""

    arrivals: tuple[Arrival, ...] = ()
    claimed: tuple[ClaimedArrival, ...] = ()
    """What the caller has to send, in the batch's order: every version that was written, or none."""

    def keys(self, *dispositions: Disposition) -> tuple[Key, ...]:
        """Return the keys with one of the dispositions, one for each article."""
        return tuple(key for key, disposition in self.arrivals if disposition in dispositions)

    @property
    def new(self) -> tuple[Key, ...]:
        """Every version that was written, new versions of known stories among them."""
        return self.keys(Disposition.NEW, Disposition.NEWER)

    @property
    def newer(self) -> tuple[Key, ...]:
        """The versions that were written of stories that were known; they are in :attr:`new` too."""
        return self.keys(Disposition.NEWER)

    @property
    def known(self) -> tuple[Key, ...]:
        """Versions that the ledger had already, or that the batch repeats."""
        return self.keys(Disposition.KNOWN)

    @property
    def older(self) -> tuple[Key, ...]:
        """The newest versions of the stories of which an older text arrived."""
        return self.keys(Disposition.OLDER)


@dataclass(frozen=True, slots=True)
class LeasedVersion:
    """A version that this process may now extract."""

    seq: int
    article: Article
    attempts: int
    is_first_try: bool = False
    """No process had it before."""
    is_started: bool = False
    """The attempt is counted already, in the transaction of the lease."""


def queue_of(article: Article, *, backfill: bool = False) -> QueueName:
    """Return the queue of an article: flashes overtake everything, a backfill waits for the live wire."""
    if article.is_flash:
        return QueueName.FLASH
    return QueueName.BULK if backfill else QueueName.WIRE


RETRY_SECONDS = 2.0
"""Seconds before a story that failed is tried again."""
CLOCK_TOLERANCE_SECONDS = 5.0
"""Seconds by which a time in the ledger may lie further ahead than it was set.

A time beyond that was written before the database's clock was set back.  Then it says nothing, and no story waits for
it: the pause, the message or the lease counts as over.
"""


def is_ready() -> ColumnElement[bool]:
    """Condition: the version is not in the pause after a failed attempt."""
    not_before = articles.c.not_before
    return or_(not_before.is_(None), not_before <= now(), not_before > now(RETRY_SECONDS + CLOCK_TOLERANCE_SECONDS))


def has_expired(lease_seconds: float) -> ColumnElement[bool]:
    """Condition: the lease of the version has expired.

    Args:
        lease_seconds: how long this worker's leases run; another worker's may run :data:`LONGER_LEASES` times as long.
    """
    until = articles.c.lease_until
    return or_(until < now(), until > now(lease_seconds * LONGER_LEASES + CLOCK_TOLERANCE_SECONDS))
