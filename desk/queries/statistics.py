"""How much and how fast: the figures of ``/stats``, ``wiredesk stats`` and the metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from desk.queries.changes import clock
from desk.queries.entity_search import Ranked, leading
from wiredesk.store import ledger
from wiredesk.store.tables import articles, extractions
from wiredesk.store.visibility import count_visible, is_visible

HOURS = 24
READ = 500
"""Newest results from which rates and delays are told."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Of the newest results within a window."""

    seconds: float
    """The window's length."""
    stories: int
    words: int
    busy: float
    """Seconds that workers spent extracting."""
    delays: tuple[float, ...]
    """Seconds from publish to stored, ascending."""

    def delay(self, quantile: float) -> float | None:
        """A quantile of publish to stored, seconds."""
        return self.delays[min(len(self.delays) - 1, int(len(self.delays) * quantile))] if self.delays else None


@dataclass(frozen=True, slots=True)
class Figures:
    states: dict[str, int]
    in_sight: int
    oldest: float | None
    hours: tuple[tuple[datetime, int], ...]
    pace: Pace
    sources: tuple[tuple[str, int], ...]
    top: dict[str, tuple[Ranked, ...]]
    quarantined: tuple[dict[str, Any], ...]


def figures(connection: Connection) -> Figures:
    """Everything at once."""
    return Figures(
        states=ledger.counts(connection),
        in_sight=count_visible(connection),
        oldest=ledger.oldest_pending(connection),
        hours=hours(connection),
        pace=pace(connection),
        sources=sources(connection),
        top={kind: ranked for kind, ranked in leading(connection, 10).items() if kind != "things"},
        quarantined=quarantined(connection),
    )


def hours(connection: Connection) -> tuple[tuple[datetime, int], ...]:
    """Versions accepted in each of the last 24 hours, oldest first."""
    end = clock(connection).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    starts = [end - timedelta(hours=number) for number in range(HOURS, 0, -1)]
    within = [
        select(func.count())
        .where(articles.c.accepted_at >= start, articles.c.accepted_at < start + timedelta(hours=1))
        .scalar_subquery()
        for start in starts
    ]
    row = connection.execute(select(*within)).one()
    return tuple(zip(starts, row, strict=True))


def pace(connection: Connection, seconds: float = 3600) -> Pace:
    """Rate and delay of what was stored in the last ``seconds``."""
    present = clock(connection)
    rows = connection.execute(
        select(extractions.c.stored_at, articles.c.accepted_at, articles.c.words, extractions.c.seconds)
        .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
        .where(extractions.c.stored_at > present - timedelta(seconds=seconds))
        .order_by(extractions.c.stored_at.desc())
        .limit(READ)
    ).all()
    if len(rows) == READ:
        seconds = max(1.0, (present - rows[-1].stored_at).total_seconds())
    return Pace(
        seconds=seconds,
        stories=len(rows),
        words=sum(row.words for row in rows),
        busy=sum(row.seconds for row in rows),
        delays=tuple(sorted(max(0.0, (row.stored_at - row.accepted_at).total_seconds()) for row in rows)),
    )


def sources(connection: Connection, newest: int = 1000) -> tuple[tuple[str, int], ...]:
    """Whence the newest stories come."""
    recent = select(articles.c.seq).where(is_visible()).order_by(articles.c.seq.desc())
    of = recent.with_only_columns(articles.c.source).limit(newest).subquery()
    number = func.count().label("number")
    rows = connection.execute(select(of.c.source, number).group_by(of.c.source).order_by(number.desc()).limit(10))
    return tuple((row.source or "unnamed", row.number) for row in rows)


def quarantined(connection: Connection, limit: int = 10) -> tuple[dict[str, Any], ...]:
    """The newest stories that were set aside, with why."""
    columns = articles.c.seq, articles.c.id, articles.c.version, articles.c.attempts, articles.c.error
    rows = connection.execute(
        select(*columns).where(articles.c.state == "quarantined").order_by(articles.c.seq.desc()).limit(limit)
    )
    return tuple(dict(row) for row in rows.mappings())
