"""The Prometheus metrics, computed from the store and the broker: every process that reaches both reports the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
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

from desk.queries.source_list import ListedSource, list_sources
from desk.queries.statistics import throughput
from desk.queries.thread_counts import COUNTED, count_log, count_open_threads
from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import sink_rows, watch_progress
from wiredesk.contract import LedgerState
from wiredesk.errors import Unavailable
from wiredesk.queue.broker import queue_depths, server_info
from wiredesk.settings import Settings
from wiredesk.store import Store, checkpoints, ledger
from wiredesk.store.directory.name_key_rows import count_unsettled
from wiredesk.store.linking import due
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import database_time

CONTENT_TYPE = CONTENT_TYPE_LATEST
COUNT_DELAY = timedelta(seconds=5)
"""Results are counted this long after they were stored, because a transaction may commit that late."""
DELAY_BOUNDS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200)
"""Upper bounds of the time from publish to stored, seconds.  The target for a flash is 2."""
EXTRACTION_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)
"""Upper bounds of the extraction time of one story, seconds."""
RATE_WINDOW_SECONDS = 60.0
"""Seconds over which the rates are computed."""
ROWS_PER_FETCH = 2000
"""Results fetched at once while they are counted; bounds the memory of the first scrape."""


@dataclass(slots=True)
class Histogram:
    """Counts of values per bucket, and their sum."""

    bounds: tuple[float, ...]
    counts: list[int] = field(init=False)
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)

    def add(self, value: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value

    def buckets(self) -> list[tuple[str, float]]:
        """Return the cumulative buckets that Prometheus expects."""
        names = [*(str(float(bound)) for bound in self.bounds), "+Inf"]
        running, rows = 0, []
        for name, count in zip(names, self.counts, strict=True):
            running += count
            rows.append((name, float(running)))
        return rows


class Totals:
    """Totals over all results stored so far; each update adds those since the last one."""

    def __init__(self) -> None:
        self.delays, self.extraction_times = Histogram(DELAY_BOUNDS), Histogram(EXTRACTION_BOUNDS)
        self.stories = self.words = self.attempts = self.duplicates = self.incomplete = 0
        self.threads = dict.fromkeys(COUNTED, 0)
        self._log_read = 0
        self._counted_until = datetime(1970, 1, 1, tzinfo=UTC)
        self._lock = Lock()

    def update(self, connection: Connection) -> None:
        """Add what was stored since the last update: each result is read once in the life of this object."""
        with self._lock:
            until = database_time(connection) - COUNT_DELAY
            rows = connection.execute(
                select(
                    extractions.c.stored_at, extractions.c.seconds, articles.c.accepted_at, articles.c.words,
                    articles.c.attempts, articles.c.duplicate_of, articles.c.error,
                )
                .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
                .where(extractions.c.stored_at > self._counted_until, extractions.c.stored_at <= until)
                .execution_options(yield_per=ROWS_PER_FETCH)
            )  # fmt: skip
            for row in rows:
                self.delays.add(max(0.0, (row.stored_at - row.accepted_at).total_seconds()))
                self.extraction_times.add(row.seconds)
                self.stories += 1
                self.words += row.words
                self.attempts += row.attempts
                self.duplicates += row.duplicate_of is not None
                self.incomplete += row.error is not None
            self._counted_until = max(self._counted_until, until)
            happened, self._log_read = count_log(connection, self._log_read)
            for what, count in happened.items():
                self.threads[what] += count


class Collector:
    """Reads the store and the broker at each scrape.  A service that does not answer is reported as down."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store, self._totals = settings, store, Totals()

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics of one scrape."""
        yield from self._from_store()
        yield from self._from_broker()

    def _from_store(self) -> Iterator[Metric]:
        try:
            with self._store.read() as connection:
                parts = [*_of_linking(connection), *_of_sinks(connection), *_of_sources(connection)]
                parts += _of_languages(connection, self._settings.language_wait)
                states = ledger.counts(connection)
                oldest = ledger.oldest_pending(connection)
                rate = throughput(connection, RATE_WINDOW_SECONDS)
                self._totals.update(connection)
                reconciled = checkpoints.read(connection, checkpoints.RECONCILED)
                failing = connection.scalar(
                    select(func.count()).where(articles.c.state == LedgerState.PENDING, articles.c.attempts > 0)
                )
        except Unavailable:
            yield GaugeMetricFamily("wiredesk_store_up", "Whether the results store answers", 0)
            return
        yield GaugeMetricFamily("wiredesk_store_up", "Whether the results store answers", 1)
        ledger_states = GaugeMetricFamily("wiredesk_versions", "Story versions in the ledger", labels=["state"])
        for state, count in states.items():
            ledger_states.add_metric([state], count)
        yield ledger_states
        yield GaugeMetricFamily("wiredesk_oldest_pending_seconds", "Age of the oldest pending story", oldest or 0)
        yield GaugeMetricFamily("wiredesk_failing_versions", "Stories that failed and will be retried", failing)
        yield GaugeMetricFamily("wiredesk_stories_per_second", "Stories stored, last minute", rate.stories_per_second)
        yield GaugeMetricFamily("wiredesk_words_per_second", "Words extracted, last minute", rate.words_per_second)
        yield CounterMetricFamily(
            "wiredesk_republished",
            "Stories whose message was lost and sent again",
            reconciled.get("stories_sent_again", 0),
        )
        yield CounterMetricFamily(
            "wiredesk_leases_given_back",
            "Leases released from workers that died",
            reconciled.get("leases_given_back", 0),
        )
        yield from parts
        yield from self._totals_so_far()

    def _totals_so_far(self) -> Iterator[Metric]:
        totals = self._totals
        yield CounterMetricFamily("wiredesk_stories", "Stories stored", totals.stories)
        yield CounterMetricFamily("wiredesk_words", "Words of the stories stored", totals.words)
        yield CounterMetricFamily("wiredesk_attempts", "Attempts of the stored stories", totals.attempts)
        yield CounterMetricFamily(
            "wiredesk_duplicates", "Stories with the same text as an older one", totals.duplicates
        )
        yield CounterMetricFamily(
            "wiredesk_incomplete", "Stories stored without what a failed extractor finds", totals.incomplete
        )
        yield CounterMetricFamily("wiredesk_thread_merges", "Threads merged into another", totals.threads["merged"])
        yield CounterMetricFamily("wiredesk_thread_splits", "Threads split off another", totals.threads["split"])
        yield HistogramMetricFamily(
            "wiredesk_publish_to_stored_seconds",
            "Time from the acceptance of a story by the ledger to its stored result",
            totals.delays.buckets(),
            totals.delays.total,
        )
        yield HistogramMetricFamily(
            "wiredesk_extraction_seconds",
            "Extraction time of one story",
            totals.extraction_times.buckets(),
            totals.extraction_times.total,
        )

    def _from_broker(self) -> Iterator[Metric]:
        try:
            messages, info = queue_depths(self._settings), server_info(self._settings)
        except Unavailable:
            yield GaugeMetricFamily("wiredesk_broker_up", "Whether the broker answers", 0)
            return
        yield GaugeMetricFamily("wiredesk_broker_up", "Whether the broker answers", 1)
        queues = GaugeMetricFamily(
            "wiredesk_queue_messages", "Messages in a queue; unacked: held by workers", labels=["queue"]
        )
        for queue, length in messages.items():
            queues.add_metric([queue], length)
        yield queues
        for key, name in (("used_memory", "used"), ("maxmemory", "most")):
            if key in info:
                yield GaugeMetricFamily(f"wiredesk_broker_memory_{name}_bytes", f"Broker memory, {name}", info[key])


def _of_languages(connection: Connection, wait: float) -> Iterator[Metric]:
    """Yield how deeply stories were read, what waits in each language, and how many workers read it."""
    versions = GaugeMetricFamily(
        "wiredesk_language_versions", "Stored versions by language and tier", labels=["language", "tier"]
    )
    waiting = GaugeMetricFamily("wiredesk_waiting_versions", "Versions that wait", labels=["language"])
    unread = GaugeMetricFamily(
        "wiredesk_unread_versions", "Versions that wait and that no worker reads", labels=["language"]
    )
    for one in ledger.language_states(connection, wait):
        language = one.language or "unknown"
        for tier, number in one.tiers.items():
            versions.add_metric([language, tier], number)
        waiting.add_metric([language], one.waiting)
        unread.add_metric([language], one.waiting if one.problem else 0)
    yield versions
    yield waiting
    yield unread


def _of_linking(connection: Connection) -> Iterator[Metric]:
    """Yield how far the linker is, and the threads that it has made."""
    backlog = due.backlog(connection)
    counted = checkpoints.read(connection, checkpoints.LINKED)
    oldest = backlog.oldest_seconds or 0
    yield GaugeMetricFamily("wiredesk_due_links", "Stored versions to be linked", backlog.due)
    yield GaugeMetricFamily("wiredesk_oldest_due_link_seconds", "Age of the oldest version to be linked", oldest)
    yield GaugeMetricFamily("wiredesk_failed_links", "Versions that could not be linked", backlog.failed)
    yield GaugeMetricFamily(
        "wiredesk_open_threads", "Threads that a story of now may join", count_open_threads(connection)
    )
    names = checkpoints.read(connection, checkpoints.SETTLED)
    yield GaugeMetricFamily("wiredesk_unsettled_names", "Names to be settled", count_unsettled(connection))
    yield CounterMetricFamily("wiredesk_settled_names", "Names settled", names.get("names", 0))
    took = names.get("milliseconds", 0) / 1000
    yield CounterMetricFamily("wiredesk_settle_seconds", "Time that settling names took, seconds", took)
    yield CounterMetricFamily("wiredesk_linked", "Versions linked", counted.get("versions", 0))
    seconds = counted.get("milliseconds", 0) / 1000
    yield CounterMetricFamily("wiredesk_link_seconds", "Time that linking took, seconds", seconds)


def _of_sinks(connection: Connection) -> Iterator[Metric]:
    """Yield how far each sink is, whether it is configured in this process's wire.toml or in another's."""
    rows = sink_rows(connection, ())
    for name, words, value in _SINK_GAUGES:
        gauge = GaugeMetricFamily(f"wiredesk_sink_{name}", words, labels=["sink"])
        for row in rows:
            gauge.add_metric([row.name], value(row.changes))
        yield gauge
    for name, words, value in _ALERT_GAUGES:
        gauge = GaugeMetricFamily(f"wiredesk_alerts_{name}", words, labels=["sink"])
        for row in rows:
            if row.alerts:
                gauge.add_metric([row.name], value(row.alerts))
        yield gauge
    sent = CounterMetricFamily("wiredesk_sink_sent", "Changes sent to a sink", labels=["sink"])
    for row in rows:
        sent.add_metric([row.name], row.changes.sent)
    yield sent
    if (watches := watch_progress(connection)) is not None:
        for name, words, value in _WATCH_GAUGES:
            yield GaugeMetricFamily(f"wiredesk_watches_{name}", words, value(watches))


_Gauges = tuple[tuple[str, str, Callable[[ReadProgress], float]], ...]
_SINK_GAUGES: _Gauges = (
    ("lag_seconds", "Time that the first change after a sink's position has waited", lambda row: row.lag_seconds or 0),
    ("lag_changes", "Changes after a sink's position", lambda row: row.behind or 0),
    ("failures", "Failures of a sink in a row", lambda row: row.failures),
    ("parked", "Changes that a sink refused", lambda row: row.parked),
    ("paused", "Whether a sink is paused", lambda row: row.state == "paused"),
    ("delivered_to", "Whether a process delivers to a sink", lambda row: row.is_held),
)
_ALERT_GAUGES: _Gauges = (
    ("lag_seconds", "Time that the first message of watches has waited for a sink", lambda row: row.lag_seconds or 0),
    ("waiting", "Messages of watches that wait for a sink", lambda row: row.behind or 0),
    ("failures", "Failures in a row of a sink that is sent messages of watches", lambda row: row.failures),
    ("parked", "Messages of watches that a sink refused", lambda row: row.parked),
)
_WATCH_GAUGES: _Gauges = (
    ("lag_seconds", "Time that the first change has waited for the watches", lambda row: row.lag_seconds or 0),
    ("lag_changes", "Changes that the watches have not looked at", lambda row: row.behind or 0),
    ("asked", "Whether a process asks the watches", lambda row: row.is_held),
)


def _of_sources(connection: Connection) -> Iterator[Metric]:
    """Yield what each source delivered, and whether it is silent."""
    found = list_sources(connection)
    for name, words, value in _SOURCE_GAUGES:
        gauge = GaugeMetricFamily(f"wiredesk_source_{name}", words, labels=["source"])
        for one in found:
            gauge.add_metric([one.name], value(one))
        yield gauge
    for name in ("messages", "bytes", "stories", "known", "rejected"):
        counter = CounterMetricFamily(f"wiredesk_source_{name}", f"Delivered by a source: {name}", labels=["source"])
        for one in found:
            counter.add_metric([one.name], getattr(one.heard, name))
        yield counter


_SOURCE_GAUGES: tuple[tuple[str, str, Callable[[ListedSource], float]], ...] = (
    ("silent", "Whether a source has had no new story for longer than usual", lambda one: one.state == "silent"),
    ("failing", "Whether a source that is set up is not read", lambda one: bool(one.problem)),
    ("silent_seconds", "Time since the last new story of a source", lambda one: one.silent_seconds),
    ("usual_stories", "Stories that a source usually has in this hour of the week", lambda one: one.usual or 0),
    ("missing_numbers", "Service numbers of a source that have not come", lambda one: one.missing),
)


class Metrics:
    """The collector with its registry; one per process, so that its totals only grow."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(Collector(settings, store))

    def text(self) -> bytes:
        """Return the metrics in Prometheus' text format."""
        return generate_latest(self._registry)
