"""Implementation of ``wiredesk replay``: parse a corpus, sort it, publish it at the pace of its own times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from producer.formats import Limits, Skipped, articles_of
from producer.ingest.delivery import SourceHandle
from producer.ingest.file_reading import read_files
from producer.ingest.runner import open_ingest, stop_on_signal
from producer.replay import parse_speed, replay, timetable, with_tag
from wiredesk.errors import BadData
from wiredesk.settings import Settings
from wiredesk.store import open_store


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """The result of a replay."""

    rejected: int
    """Stories of the corpus that could not be parsed."""
    stopped: bool
    """A signal ended the replay before its last story."""


def replay_corpus(
    settings: Settings, corpus: Sequence[str], speed: str, tag: str, report: Callable[[str], object]
) -> ReplayResult:
    """Publish the stories of files, folders and globs.

    Args:
        speed: ``60x`` for an hour in a minute, ``max`` for no waiting.
        tag: suffix of every story id.
        report: receives one line about each rejected story, and about the replay.
    """
    pace = parse_speed(speed)
    skipped: list[Skipped] = []
    rejected: list[BadData] = []

    def skip(part: Skipped) -> None:
        skipped.append(part)
        report(str(part))

    def reject(error: BadData) -> None:
        rejected.append(error)
        report(str(error))

    parts = read_files(corpus, Limits.from_settings(settings))
    articles = (with_tag(article, tag) for article, _ in articles_of(parts, skip, reject))
    rows = timetable(articles, pace)
    if rows:
        report(f"{len(rows)} stories in {rows[-1][0]:.0f} s" if rows[-1][0] else f"{len(rows)} stories at once")
    store = open_store(settings, durable=True)
    max_delay = 0.0

    def progress(_published: int, delay: float) -> None:
        nonlocal max_delay
        max_delay = max(max_delay, delay)

    with stop_on_signal() as stop, open_ingest(settings, store, report, stop, live=False) as scheduler:
        result = replay(rows, SourceHandle(scheduler, "replay"), progress)
        stopped = stop.is_set()
    delay = "" if pace == float("inf") else f"; at most {max_delay:.1f} s behind schedule"
    result.skipped, result.rejected = skipped, rejected
    report(f"{result}{delay}")
    return ReplayResult(len(rejected), stopped)
