"""What ``wiredesk replay`` does: parse a corpus, put it in order, publish it at its own pace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from producer.formats import Limits
from producer.ingest.files import Tally, parts
from producer.ingest.runner import until_stopped
from producer.publish import Publisher
from producer.replay import replay, speed_of, tagged, timetable
from wiredesk.contract import Article
from wiredesk.errors import BadData
from wiredesk.queue.app import app_for
from wiredesk.settings import Settings
from wiredesk.store import open_store


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """How a replay ended."""

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
    pace = speed_of(speed)
    limits = Limits.from_settings(settings)
    articles: list[Article] = []
    rejected = 0
    for part in parts(corpus, limits, Tally()):
        if isinstance(part, Article):
            articles.append(tagged(part, tag))
        else:
            rejected += isinstance(part, BadData)
            report(str(part))
    rows = timetable(articles, pace)
    if rows:
        report(f"{len(rows)} stories in {rows[-1][0]:.0f} s" if rows[-1][0] else f"{len(rows)} stories at once")
    publisher = Publisher(app_for(settings), open_store(settings, durable=True), settings)
    max_delay = 0.0

    def progress(_published: int, delay: float) -> None:
        nonlocal max_delay
        max_delay = max(max_delay, delay)

    with until_stopped() as stop:
        new, known = replay(rows, publisher, stop, progress)
        stopped = stop.is_set()
    delay = "" if pace == float("inf") else f"; at most {max_delay:.1f} s behind schedule"
    report(f"{new} published, {known} known already, {rejected} rejected{delay}")
    return ReplayResult(rejected, stopped)
