"""A version in the ledger: its states, its queue, and what the ledger's functions take and give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_

from wiredesk.contract import Article
from wiredesk.store.tables import articles
from wiredesk.store.types import now

STATES = ("pending", "leased", "done", "quarantined", "canceled")
OPEN = ("pending", "leased")
QUEUES = ("flash", "wire", "bulk")
"""Drained in this order."""
Key = tuple[str, int]
"""Id and version of a story."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a batch that was handed to the ledger."""

    new: tuple[Key, ...]
    known: tuple[Key, ...]
    """Id and version were in the ledger already: nothing was done."""


class OutboxEntry(NamedTuple):
    """A story to be sent."""

    seq: int
    id: str
    version: int
    words: int


@dataclass(frozen=True, slots=True)
class LeasedVersion:
    """A story that this process may now read."""

    seq: int
    article: Article
    attempts: int


def queue_of(article: Article, *, backfill: bool = False) -> str:
    """The queue by IPTC urgency: 1 and 2 overtake everything; a backfill waits for the live wire."""
    if article.is_flash:
        return "flash"
    return "bulk" if backfill else "wire"


def is_ready() -> ColumnElement[bool]:
    """Not in the pause after a failure."""
    return or_(articles.c.not_before.is_(None), articles.c.not_before <= now())


def chunks(values: Sequence[Any], size: int) -> Iterable[list[Any]]:
    """Cut values into lists of ``size`` at most: a statement takes only so many."""
    return (list(values[at : at + size]) for at in range(0, len(values), size))
