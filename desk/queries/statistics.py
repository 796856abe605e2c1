"""Volume and speed: the numbers of ``/stats``, ``wiredesk stats`` and the metrics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from desk.queries.counting_window import Window
from desk.queries.event_counts import EventCount, count_events
from desk.queries.ranking_cache import RankingCache
from desk.queries.thing_pages import ThingPage
from desk.queries.thing_ranking import RankedThing, top_things, totals_of_types
from wiredesk.contract import EntityType, LedgerState
from wiredesk.store import ledger
from wiredesk.store.tables import articles, extractions, quotes
from wiredesk.store.types import database_time
from wiredesk.store.visibility import count_visible, is_visible, is_visible_joined

HOURS = 24
"""Hours of the timeline."""
MAX_RESULTS = 500
"""Newest results from which rates and delays are computed; bounds the time of the query."""
RECENT_STORIES = 1000
"""Newest stories whose sources are counted."""
SPLIT_VERSIONS = 10_000
"""Newest versions that are counted by source and hour; bounds the time of the query."""
MAX_SOURCES = 10
MAX_QUARANTINED = 10
TOP_NAMES = 10
"""Things per page in the statistics."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """Rate and delay of the newest results within a window."""

    seconds: float
    """Length of the window."""
    stories: int
    words: int
    delays: tuple[float, ...]
    """Seconds from publish to stored, ascending."""

    @property
    def stories_per_second(self) -> float:
        return self.stories / self.seconds

    @property
    def words_per_second(self) -> float:
        return self.words / self.seconds

    def delay(self, quantile: float) -> float | None:
        """Return a quantile of the time from publish to stored, seconds; None without results."""
        return self.delays[min(len(self.delays) - 1, int(len(self.delays) * quantile))] if self.delays else None


@dataclass(frozen=True, slots=True)
class Statistics:
    """All numbers of the statistics page."""

    states: dict[str, int]
    """Story versions by ledger state."""
    visible: int
    """Stories that readers may see."""
    oldest_pending: float | None
    """Age of the oldest pending story, seconds."""
    hours: tuple[tuple[datetime, int], ...]
    arrivals: tuple[tuple[str, tuple[int, ...]], ...]
    """The sources of most arrivals, each with its versions in each of ``hours``."""
    throughput: Throughput
    sources: tuple[tuple[str, int], ...]
    window: Window
    """The window in which the things of ``top`` are counted."""
    top: dict[ThingPage, tuple[RankedThing, ...]]
    quarantined: tuple[dict[str, Any], ...]
    events: tuple[EventCount, ...]
    languages: dict[str | None, dict[str, int]]
    """Stored versions by language and by how deeply it was read, see :func:`wiredesk.store.ledger.stored_tiers`."""


@dataclass(frozen=True, slots=True)
class TypeTotals:
    """The things of one entity type in all visible stories."""

    type: EntityType
    names: int
    """Different things."""
    top: tuple[tuple[str, int], ...]
    """The most frequent ones by name, each with its number of stories."""


def statistics(connection: Connection, window: Window, cache: RankingCache | None = None) -> Statistics:
    """Read all numbers.

    Args:
        window: that in which things are counted.
        cache: what a server counted for other readers.
    """
    hours = accepted_per_hour(connection)
    top = top_things(connection, window, TOP_NAMES, cache)
    return Statistics(
        states=ledger.counts(connection),
        visible=count_visible(connection),
        oldest_pending=ledger.oldest_pending(connection),
        hours=hours,
        arrivals=arrivals_by_source(connection, [start for start, _ in hours]),
        throughput=throughput(connection),
        sources=count_sources(connection),
        window=window,
        top={page: ranked for page, ranked in top.items() if page is not ThingPage.things},
        quarantined=newest_quarantined(connection),
        events=tuple(count_events(connection)),
        languages=ledger.stored_tiers(connection),
    )


def accepted_per_hour(connection: Connection) -> tuple[tuple[datetime, int], ...]:
    """Count the versions accepted in each of the last 24 hours, oldest first."""
    end = database_time(connection).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    starts = [end - timedelta(hours=number) for number in range(HOURS, 0, -1)]
    counts = [
        select(func.count())
        .where(articles.c.accepted_at >= start, articles.c.accepted_at < start + timedelta(hours=1))
        .scalar_subquery()
        for start in starts
    ]
    row = connection.execute(select(*counts)).one()
    return tuple(zip(starts, row, strict=True))


def arrivals_by_source(
    connection: Connection, starts: Sequence[datetime], limit: int = MAX_SOURCES
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Count the versions accepted in each hour by source, that of most versions first.

    Of more than :data:`SPLIT_VERSIONS` versions the newest are counted.

    Args:
        starts: the beginnings of the hours, the earliest first.
        limit: number of sources.
    """
    query = (
        select(articles.c.accepted_at, articles.c.source)
        .where(articles.c.accepted_at >= starts[0])
        .order_by(articles.c.accepted_at.desc())
        .limit(SPLIT_VERSIONS)
    )
    found: dict[str, Counter[int]] = {}
    for row in connection.execute(query):
        number = int((row.accepted_at - starts[0]) / timedelta(hours=1))
        found.setdefault(row.source or "unnamed", Counter())[min(number, len(starts) - 1)] += 1
    ranked = sorted(found.items(), key=lambda one: (-one[1].total(), one[0]))[:limit]
    return tuple((name, tuple(counts[n] for n in range(len(starts)))) for name, counts in ranked)


def throughput(connection: Connection, seconds: float = 3600) -> Throughput:
    """Compute rate and delay of what was stored in the last ``seconds``.

    With more than ``MAX_RESULTS`` results the window is the shorter one that the newest of them span.
    """
    present = database_time(connection)
    rows = connection.execute(
        select(extractions.c.stored_at, articles.c.accepted_at, articles.c.words)
        .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
        .where(extractions.c.stored_at > present - timedelta(seconds=seconds))
        .order_by(extractions.c.stored_at.desc())
        .limit(MAX_RESULTS)
    ).all()
    if len(rows) == MAX_RESULTS:
        seconds = max(1.0, (present - rows[-1].stored_at).total_seconds())
    return Throughput(
        seconds=seconds,
        stories=len(rows),
        words=sum(row.words for row in rows),
        delays=tuple(sorted(max(0.0, (row.stored_at - row.accepted_at).total_seconds()) for row in rows)),
    )


def count_sources(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Count the newest stories by source, most frequent first."""
    recent = select(articles.c.seq).where(is_visible()).order_by(articles.c.seq.desc())
    source = recent.with_only_columns(articles.c.source).limit(RECENT_STORIES).subquery().c.source
    number = func.count().label("number")
    rows = connection.execute(select(source, number).group_by(source).order_by(number.desc()).limit(MAX_SOURCES))
    return tuple((row.source or "unnamed", row.number) for row in rows)


def count_incomplete(connection: Connection) -> int:
    """Count those of the newest results that lack something, because an extractor failed."""
    newest = (
        select(articles.c.error)
        .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
        .order_by(extractions.c.stored_at.desc())
        .limit(MAX_RESULTS)
        .subquery()
    )
    return connection.scalar(select(func.count()).select_from(newest).where(newest.c.error.is_not(None))) or 0


def newest_quarantined(connection: Connection) -> tuple[dict[str, Any], ...]:
    """Return the newest quarantined stories with their errors."""
    columns = articles.c.seq, articles.c.id, articles.c.version, articles.c.attempts, articles.c.error
    rows = connection.execute(
        select(*columns)
        .where(articles.c.state == LedgerState.QUARANTINED)
        .order_by(articles.c.seq.desc())
        .limit(MAX_QUARANTINED)
    )
    return tuple(dict(row) for row in rows.mappings())


def count_quotes(connection: Connection) -> tuple[int, int]:
    """Return how many quotes of visible stories lists show, and how many there are with ``--all``."""
    of_stories = quotes.join(articles, articles.c.seq == quotes.c.seq)
    is_shown = quotes.c.quotation.is_not(False)
    query = select(func.count().filter(is_shown), func.count()).select_from(of_stories).where(is_visible_joined())
    shown, every = connection.execute(query).one()
    return shown, every


def longest_story(connection: Connection) -> str | None:
    """Return the id of the longest visible story."""
    query = select(articles.c.id).where(is_visible()).order_by(articles.c.words.desc())
    return connection.scalar(query.limit(1))


def totals_by_type(connection: Connection, types: tuple[EntityType, ...], limit: int) -> list[TypeTotals]:
    """Count the things of each entity type in all visible stories, those of credits alone left out.

    It reads the identities of all stories.

    Args:
        limit: number of things to return per type.
    """
    return [
        TypeTotals(type, number, tuple((one.name, one.stories) for one in top))
        for type, number, top in totals_of_types(connection, types, limit)
    ]
