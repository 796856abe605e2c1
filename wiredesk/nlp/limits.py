"""Run one extraction under time and memory limits: whatever it raises becomes an outcome."""

from __future__ import annotations

import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from wiredesk.contract import Article, Extraction
from wiredesk.errors import ResourceLimitExceeded, WiredeskError
from wiredesk.nlp import deadline

T = TypeVar("T")
PipelineCall = Callable[[Article], Extraction]
"""Extracts one article: a loaded pipeline, or a function around one."""


@runtime_checkable
class ReadsTogether(Protocol):
    """A pipeline that extracts several stories in less time than one after the other."""

    def together(self, articles: Sequence[Article], between: Callable[[], None] = ...) -> list[Extraction]:
        """Extract all stories; an error does not tell which one it is of, but what ``between`` raises is of none.

        ``between`` is called between two stages.
        """
        ...


class RunInterrupted(Exception):
    """Something else comes first: a run of several stories has ended without an outcome."""


HARD_KILL_DELAY_SECONDS = 15.0
"""Maximum seconds for which a story that hangs inside C code runs on after its time limit, until the process is killed.

Python's signal handler ends every other story at the limit itself; the delay leaves it time to do so on a busy host.
"""
LIMIT_CHARS = 1_000_000
"""Characters of a story that the time limit is for; a longer story gets proportionally more time."""
MAX_ERROR_CHARS = 1_000
MAX_TRACEBACK_CHARS = 8_000
"""The end of a traceback is kept: the ledger stores it with a failed story, and the end says where it failed."""


@dataclass(frozen=True, slots=True)
class Extracted(Generic[T]):
    """The result of a run within its limits, and its duration."""

    extraction: T
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The error of a failed run, ``ClassName: message``, and the end of its traceback."""

    error: str
    traceback: str

    @property
    def kind(self) -> str:
        """The name of the exception's class."""
        return self.error.partition(":")[0]


def allowed_seconds(seconds: int, article: Article) -> int:
    """Return the time limit for a story: ``seconds`` for each million characters that it has or begins."""
    return seconds * max(1, -(-len(article.text) // LIMIT_CHARS))


def run_limited(call: Callable[[Article], T], article: Article, seconds: int | None) -> Extracted[T] | Failed:
    """Extract one story within ``seconds``; None sets no time limit and leaves the process's signal handlers alone.

    A very long story gets more, see :func:`allowed_seconds`.

    Raises:
        WiredeskError: an error with policy ``retry`` or ``stop``, which is not the story's fault.
    """
    began = time.perf_counter()
    try:
        with time_limit(allowed_seconds(seconds, article) if seconds else seconds):
            extraction = call(article)
        return Extracted(extraction, time.perf_counter() - began)
    except WiredeskError as error:
        if error.policy in {"retry", "stop"}:
            raise
        return failed(error)
    except MemoryError as error:
        traceback.clear_frames(error.__traceback__)  # the frames that raised it keep the memory alive
        where = traceback.format_tb(error.__traceback__)[-1:]
        del error
    except (Exception, SystemExit) as error:
        return failed(error)
    exceeded = ResourceLimitExceeded("story", "needs more memory than WIREDESK_STORY_MEMORY allows")
    return Failed(f"{type(exceeded).__name__}: {exceeded}", "".join(where))


def run_together(
    call: PipelineCall, articles: Sequence[Article], seconds: int | None, between: Callable[[], None] = lambda: None
) -> list[Extracted[Extraction] | Failed]:
    """Extract several stories as :func:`run_limited` does, together where the pipeline can; returns their outcomes.

    All have the time that the longest one has alone.  After an error or at the limit each is extracted alone: so the
    one at fault fails, and no other.  The duration is divided by the length of the texts.

    Args:
        between: is called between two stages of several stories that are extracted together.

    Raises:
        RunInterrupted: ``between`` raised it.
        WiredeskError: an error with policy ``retry`` or ``stop``, which is not a story's fault.
    """
    if len(articles) > 1 and isinstance(call, ReadsTogether):
        began = time.perf_counter()
        limit = max(allowed_seconds(seconds, article) for article in articles) if seconds else None
        try:
            with time_limit(limit):
                found = call.together(articles, between)
        except RunInterrupted:
            raise
        except WiredeskError as error:
            if error.policy in {"retry", "stop"}:
                raise
        except MemoryError as error:
            traceback.clear_frames(error.__traceback__)  # the frames that raised it keep the memory alive
        except (Exception, SystemExit):  # which story it is of is found below
            pass
        else:
            share = (time.perf_counter() - began) / max(1, sum(len(article.text) for article in articles))
            return [Extracted(one, share * len(article.text)) for one, article in zip(found, articles, strict=True)]
    return [run_limited(call, article, seconds) for article in articles]


def failed(error: BaseException) -> Failed:
    """Return an exception as the outcome of a run."""
    lines = "".join(traceback.format_exception(error))
    return Failed(f"{type(error).__name__}: {error}"[:MAX_ERROR_CHARS], lines[-MAX_TRACEBACK_CHARS:])


@contextmanager
def time_limit(seconds: int | None) -> Iterator[None]:
    """Raise ResourceLimitExceeded in the block after ``seconds``; kill the process later if C code does not return.

    With None, and in any thread but the main one, the block runs without a limit: Python delivers signals to the main
    thread only.
    """
    if seconds is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_alarm(_signal: int, _frame: Any) -> None:
        raise ResourceLimitExceeded("story", f"took more than {seconds} s", "raise WIREDESK_STORY_SECONDS if it should")

    previous = signal.signal(signal.SIGALRM, on_alarm)
    previous_timer = signal.setitimer(signal.ITIMER_REAL, seconds)
    deadline.arm(seconds + min(HARD_KILL_DELAY_SECONDS, seconds))
    try:
        yield
    finally:
        deadline.arm(0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        if previous_timer[0]:  # a caller's own timer continues
            signal.setitimer(signal.ITIMER_REAL, *previous_timer)
