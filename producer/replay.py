"""Replay: publish a corpus at the pace of its own timestamps, as the live wire that it once was."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from producer.ingest.batch import BATCH_SIZE, IngestResult
from producer.ingest.delivery import SourceHandle
from wiredesk.contract import Article
from wiredesk.errors import BadData

MAX_SPEED = "max"
Progress = Callable[[int, float], object]
"""Takes the number of stories published so far, and by how many seconds the replay is behind its timetable."""


def parse_speed(text: str) -> float:
    """Return ``60x``, ``60`` or ``0.5x`` as a factor, and ``max`` as infinity.

    Raises:
        BadData: the text is not a positive number.
    """
    if text.strip().lower() == MAX_SPEED:
        return float("inf")
    try:
        speed = float(text.strip().lower().removesuffix("x"))
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise BadData(f"--speed {text}", "invalid speed", "write 60x, 0.5x or max")
    return speed


def transmission_time(article: Article) -> datetime | None:
    """Return the time at which this version of the story was transmitted; None if unknown."""
    return article.updated or article.published


def timetable(articles: Iterable[Article], speed: float) -> list[tuple[float, Article]]:
    """Return the stories in the order of their transmission, each with its second from the start of the replay.

    A story without a time follows the one before it in the corpus.  Versions of the same second keep their order.
    """
    timed: list[tuple[float, int, int, Article]] = []
    last = None
    for number, article in enumerate(articles):
        at = transmission_time(article)
        last = at.timestamp() if at else last
        timed.append((float("-inf") if last is None else last, article.version, number, article))
    timed.sort(key=lambda row: row[:3])
    start = next((row[0] for row in timed if row[0] != float("-inf")), 0.0)
    return [(max(0.0, row[0] - start) / speed, row[3]) for row in timed]


def steps(rows: Sequence[tuple[float, Article]], now: Callable[[], float]) -> Iterator[float | list[Article]]:
    """Yield what to do next: a number of seconds to wait, or the stories that are due, at most a batch of them."""
    at = 0
    while at < len(rows):
        clock = now()
        ready: list[Article] = []
        while at < len(rows) and rows[at][0] <= clock and len(ready) < BATCH_SIZE:
            ready.append(rows[at][1])
            at += 1
        yield ready or rows[at][0] - clock


def with_tag(article: Article, tag: str) -> Article:
    """Return the story with ``#tag`` added to its id, which makes it another story for the ledger."""
    return article.model_copy(update={"id": f"{article.id}#{tag}"}) if tag else article


def replay(
    rows: Sequence[tuple[float, Article]],
    handle: SourceHandle,
    progress: Progress = lambda _published, _behind: None,
) -> IngestResult:
    """Publish the timetable's stories when they are due, until ``handle.stop`` is set, and return their results.

    Raises:
        StoreUnavailable: the ledger is unavailable.
    """
    result = IngestResult()
    began = time.monotonic()

    def now() -> float:
        return time.monotonic() - began

    scheduled = 0
    for step in steps(rows, now):
        if handle.stop.is_set():
            break
        if isinstance(step, float):
            if handle.stop.wait(step):
                break
            continue
        result.add(handle.publish(step, wait=False))
        scheduled += len(step)
        progress(scheduled, max(0.0, now() - rows[scheduled - 1][0]))
    return result
