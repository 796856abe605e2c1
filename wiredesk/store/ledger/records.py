"""Values that the ledger's functions take and return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_

from wiredesk.contract import Article, QueueName
from wiredesk.store.tables import articles
from wiredesk.store.types import now

Key = tuple[str, int]
"""Id and version of a story."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The versions of a batch by whether they were accepted."""

    new: tuple[Key, ...]
    known: tuple[Key, ...]
    """Their id and version were in the ledger already, so they were ignored."""


class OutboxEntry(NamedTuple):
    """A version that was claimed for sending."""

    seq: int
    id: str
    version: int
    words: int


@dataclass(frozen=True, slots=True)
class LeasedVersion:
    """A version that this process may now extract."""

    seq: int
    article: Article
    attempts: int


def queue_of(article: Article, *, backfill: bool = False) -> QueueName:
    """Return the queue of an article: flashes overtake everything, a backfill waits for the live wire."""
    if article.is_flash:
        return QueueName.FLASH
    return QueueName.BULK if backfill else QueueName.WIRE


def is_ready() -> ColumnElement[bool]:
    """Condition: the version is not in the pause after a failed attempt."""
    return or_(articles.c.not_before.is_(None), articles.c.not_before <= now())


def chunks(values: Sequence[Any], size: int) -> Iterable[list[Any]]:
    """Cut values into lists of at most ``size``: a statement takes a limited number of parameters."""
    return (list(values[at : at + size]) for at in range(0, len(values), size))
