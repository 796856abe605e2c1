"""Read from a source to see what would be accepted; nothing is accepted, acknowledged or kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from producer.formats.results import Limits
from producer.ingest.batch import Batch, IngestResult
from producer.ingest.intake import Source, describe_error
from producer.sources.source_config import SourceConfig
from producer.sources.wanted_sources import shown_problem
from wiredesk.contract import Article
from wiredesk.errors import BadData
from wiredesk.store.ledger import Accepted

TRIAL_SECONDS = 10.0
"""Time in which something has to come from a source."""
JOIN_SECONDS = 2.0
"""Time in which the source closes its connection; it is left then."""
SHOWN_STORIES = 5
SHOWN_LINES = 5


@dataclass(frozen=True, slots=True)
class SourceTrial:
    """What came from a source."""

    stories: tuple[Article, ...]
    """The first stories that would be accepted."""
    rejected: tuple[str, ...]
    """Why parts could not be read: the first lines."""
    skipped: int
    """Parts that are no story."""
    problem: str
    """Why nothing came, in one line; empty if something did."""
    more: int
    """Stories beyond those."""


class NoRejects:
    """Keeps nothing."""

    def keep(self, _data: bytes, _label: str, _reasons: Sequence[BadData]) -> Path | None:
        return None


class TrialIntake:
    """Takes what a source delivers, and stops it when that is enough.

    Args:
        limits: sizes above which a file or a story is rejected.
        ends_when_working: whether a source that works without a story has none, as a feed that was polled.
    """

    def __init__(self, limits: Limits, *, ends_when_working: bool) -> None:
        self.limits, self.stop, self.rejects = limits, threading.Event(), NoRejects()
        self.stories: list[Article] = []
        self.rejected: list[str] = []
        self.skipped = 0
        self.failure = ""
        self.is_connected = False
        self._ends_when_working = ends_when_working

    def report(self, _line: str) -> None:
        """Write nothing: what counts is collected."""

    def note_failure(self, line: str) -> None:
        self.failure = line
        self.is_connected |= not line
        if line or self._ends_when_working:
            self.stop.set()

    def last_checkpoint(self, _source: str, _former_name: str | None = None) -> dict[str, Any]:
        return {}

    def count(self, result: IngestResult) -> None:
        self.rejected += map(str, result.rejected)
        self.skipped += len(result.skipped)
        if result.rejected or result.skipped:
            self.stop.set()

    def submit(self, batch: Batch) -> Future[Accepted]:
        self.stories += batch.articles
        batch.accepted.set_result(Accepted(()))
        if batch.articles:
            self.stop.set()
        return batch.accepted


def try_source(config: SourceConfig, limits: Limits, seconds: float = TRIAL_SECONDS) -> SourceTrial:
    """Read from a source until something has come, it fails, or the time is over."""
    is_feed = getattr(config, "type", "") == "feed"
    intake = TrialIntake(limits, ends_when_working=is_feed)

    def run() -> None:
        try:
            _runnable(config).run(intake)
        except Exception as error:
            intake.note_failure(describe_error(error))
        finally:
            intake.stop.set()

    thread = threading.Thread(target=run, name=f"trial of {config.name}", daemon=True)
    thread.start()
    in_time = intake.stop.wait(seconds)
    intake.stop.set()
    thread.join(JOIN_SECONDS)
    stories = tuple(intake.stories)
    is_empty = not (stories or intake.rejected or intake.skipped)
    problem = intake.failure
    if is_empty and not problem:
        problem = "it has no story now" if in_time else f"nothing came within {seconds:g} s"
        problem += "; the connection works" if intake.is_connected else ""
    rejected = tuple(map(shown_problem, intake.rejected[:SHOWN_LINES]))
    return SourceTrial(
        stories[:SHOWN_STORIES], rejected, intake.skipped, shown_problem(problem) if is_empty else "",
        len(stories[SHOWN_STORIES:]),
    )  # fmt: skip


def _runnable(config: SourceConfig) -> Source:
    if getattr(config, "type", "") != "feed":
        return config  # type: ignore[return-value]
    from producer.sources.feeds import Feed, Feeds  # lazy: httpx is loaded for feeds only

    assert isinstance(config, Feed)
    return Feeds((config,))
