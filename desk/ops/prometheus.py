"""What Prometheus scrapes, told from the store and the broker: any process that reaches both tells the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, func, select

from desk.queries.changes import clock
from desk.queries.statistics import pace
from wiredesk.errors import Unavailable
from wiredesk.settings import Settings
from wiredesk.store import Store, checkpoints, ledger
from wiredesk.store.tables import articles, extractions

CONTENT_TYPE = CONTENT_TYPE_LATEST
LAG = timedelta(seconds=5)
"""Results are counted this long after they were stored, so that none that commits late is missed."""
DELAYS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200)
"""Upper bounds of publish to stored, seconds.  The promise of a flash is 2."""
COSTS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)
"""Upper bounds of one story's extraction, seconds."""
WINDOW = 60.0
"""Seconds over which the rates are told."""


@dataclass(slots=True)
class Histogram:
    """Counts below each bound, and the sum."""

    bounds: tuple[float, ...]
    counts: list[int] = field(init=False)
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, float]]:
        """Cumulative, as Prometheus wants them."""
        names = [*(str(float(bound)) for bound in self.bounds), "+Inf"]
        running, rows = 0, []
        for name, count in zip(names, self.counts, strict=True):
            running += count
            rows.append((name, float(running)))
        return rows


class Totals:
    """What all results stored so far come to; each look adds those since the last one."""

    def __init__(self) -> None:
        self.delays, self.costs = Histogram(DELAYS), Histogram(COSTS)
        self.stories = self.words = self.attempts = self.duplicates = 0
        self._upto = datetime(1970, 1, 1, tzinfo=UTC)
        self._lock = Lock()

    def update(self, connection: Connection) -> None:
        """Add what was stored since the last look: each result is read once in this object's life."""
        with self._lock:
            upto = clock(connection) - LAG
            rows = connection.execute(
                select(
                    extractions.c.stored_at, extractions.c.seconds, articles.c.accepted_at, articles.c.words,
                    articles.c.attempts, articles.c.duplicate_of,
                )
                .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
                .where(extractions.c.stored_at > self._upto, extractions.c.stored_at <= upto)
                .execution_options(yield_per=2000)
            )  # fmt: skip
            for row in rows:
                self.delays.add(max(0.0, (row.stored_at - row.accepted_at).total_seconds()))
                self.costs.add(row.seconds)
                self.stories += 1
                self.words += row.words
                self.attempts += row.attempts
                self.duplicates += row.duplicate_of is not None
            self._upto = max(self._upto, upto)


class Collector:
    """Asks the store and the broker at each scrape.  What does not answer is told as down, the rest is told."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store, self._totals = settings, store, Totals()

    def collect(self) -> Iterator[Metric]:
        """The metrics of one scrape."""
        yield from self._from_store()
        yield from self._from_broker()

    def _from_store(self) -> Iterator[Metric]:
        try:
            with self._store.read() as connection:
                states = ledger.counts(connection)
                oldest = ledger.oldest_pending(connection)
                now = pace(connection, WINDOW)
                self._totals.update(connection)
                mended = checkpoints.read(connection, checkpoints.RECONCILED)
                failing = connection.scalar(
                    select(func.count()).where(articles.c.state == "pending", articles.c.attempts > 0)
                )
        except Unavailable:
            yield GaugeMetricFamily("wiredesk_store_up", "Whether the results store answers", 0)
            return
        yield GaugeMetricFamily("wiredesk_store_up", "Whether the results store answers", 1)
        ledger_states = GaugeMetricFamily("wiredesk_versions", "Story versions in the ledger", labels=["state"])
        for state, count in states.items():
            ledger_states.add_metric([state], count)
        yield ledger_states
        yield GaugeMetricFamily("wiredesk_oldest_pending_seconds", "Age of the oldest story that waits", oldest or 0)
        yield GaugeMetricFamily("wiredesk_failing_versions", "Stories that failed and will be tried again", failing)
        yield GaugeMetricFamily("wiredesk_stories_per_second", "Stories stored, last minute", now.stories / now.seconds)
        yield GaugeMetricFamily("wiredesk_words_per_second", "Words read, last minute", now.words / now.seconds)
        yield CounterMetricFamily(
            "wiredesk_republished", "Stories whose message was lost and sent again", mended.get("stories_sent_again", 0)
        )
        yield CounterMetricFamily(
            "wiredesk_leases_given_back", "Leases taken from workers that died", mended.get("leases_given_back", 0)
        )
        yield from self._so_far()

    def _so_far(self) -> Iterator[Metric]:
        so_far = self._totals
        yield CounterMetricFamily("wiredesk_stories", "Stories stored", so_far.stories)
        yield CounterMetricFamily("wiredesk_words", "Words of the stories stored", so_far.words)
        yield CounterMetricFamily("wiredesk_attempts", "Attempts that the stored stories took", so_far.attempts)
        yield CounterMetricFamily(
            "wiredesk_duplicates", "Stories with the same text as an older one", so_far.duplicates
        )
        yield HistogramMetricFamily(
            "wiredesk_publish_to_stored_seconds",
            "From the ledger accepting a story to its result being stored",
            so_far.delays.buckets(),
            so_far.delays.total,
        )
        yield HistogramMetricFamily(
            "wiredesk_extraction_seconds",
            "What the extractors took for one story",
            so_far.costs.buckets(),
            so_far.costs.total,
        )

    def _from_broker(self) -> Iterator[Metric]:
        from wiredesk.queue.broker import queue_depths, server_info

        try:
            waiting, info = queue_depths(self._settings), server_info(self._settings)
        except Unavailable:
            yield GaugeMetricFamily("wiredesk_broker_up", "Whether the broker answers", 0)
            return
        yield GaugeMetricFamily("wiredesk_broker_up", "Whether the broker answers", 1)
        queues = GaugeMetricFamily("wiredesk_queue_messages", "Messages in a queue; unacked: in hand", labels=["queue"])
        for queue, length in waiting.items():
            queues.add_metric([queue], length)
        yield queues
        for key, name in (("used_memory", "used"), ("maxmemory", "most")):
            if key in info:
                yield GaugeMetricFamily(f"wiredesk_broker_memory_{name}_bytes", f"Broker memory, {name}", info[key])


class Metrics:
    """The collector with its registry; one a process, so that its totals only grow."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(Collector(settings, store))

    def text(self) -> bytes:
        """The exposition."""
        return generate_latest(self._registry)
