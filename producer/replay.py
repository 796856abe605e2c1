"""Replay: a corpus played with its own timestamps, as the live wire that it once was."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from producer.publish import BATCH, Publisher
from wiredesk.contract import Article
from wiredesk.errors import BadData

MAX = "max"
Publish = Callable[[Sequence[Article]], object]
Progress = Callable[[int, float], object]
"""Takes the stories published so far, and how many seconds the replay is behind its timetable."""


def speed_of(text: str) -> float:
    """``60x``, ``60``, ``0.5x`` as a factor; ``max`` as infinity.  Raises :class:`BadData`."""
    if text.strip().lower() == MAX:
        return float("inf")
    try:
        speed = float(text.strip().lower().removesuffix("x"))
    except ValueError:
        speed = 0.0
    if not 0 < speed < float("inf"):
        raise BadData(f"--speed {text}", "no speed", "write 60x, 0.5x or max")
    return speed


def moment(article: Article) -> datetime | None:
    """When this version of the story ran on the wire."""
    return article.updated or article.published


def timetable(articles: Iterable[Article], speed: float) -> list[tuple[float, Article]]:
    """Each story with its second from the start, in the order in which they ran.

    A story without a time runs with the one before it in the corpus; versions of one second keep their order.
    """
    timed: list[tuple[float, int, int, Article]] = []
    last = None
    for number, article in enumerate(articles):
        at = moment(article)
        last = at.timestamp() if at else last
        timed.append((float("-inf") if last is None else last, article.version, number, article))
    timed.sort(key=lambda row: row[:3])
    start = next((row[0] for row in timed if row[0] != float("-inf")), 0.0)
    return [(max(0.0, row[0] - start) / speed, row[3]) for row in timed]


def due(rows: Sequence[tuple[float, Article]], now: Callable[[], float]) -> Iterator[float | list[Article]]:
    """What to do next: seconds to wait, or stories whose time has come, at most a batch of them."""
    at = 0
    while at < len(rows):
        clock = now()
        ready: list[Article] = []
        while at < len(rows) and rows[at][0] <= clock and len(ready) < BATCH:
            ready.append(rows[at][1])
            at += 1
        yield ready or rows[at][0] - clock


def tagged(article: Article, tag: str) -> Article:
    """The story under an id of its own, so that the ledger takes it once more."""
    return article.model_copy(update={"id": f"{article.id}#{tag}"}) if tag else article


def replay(
    rows: Sequence[tuple[float, Article]],
    publisher: Publisher,
    over: threading.Event,
    progress: Progress = lambda _published, _behind: None,
) -> tuple[int, int]:
    """Publish the timetable's stories when they are due.  Returns how many were new, and how many known.

    Raises:
        StoreUnavailable: the ledger cannot take more.
    """
    new = known = 0
    began = time.monotonic()

    def now() -> float:
        return time.monotonic() - began

    scheduled = 0
    for step in due(rows, now):
        if over.is_set():
            break
        if isinstance(step, float):
            if over.wait(step):
                break
            continue
        done = publisher.publish(step)
        new, known, scheduled = new + len(done.new), known + len(done.known), scheduled + len(step)
        progress(scheduled, max(0.0, now() - rows[scheduled - 1][0]))
    return new, known
