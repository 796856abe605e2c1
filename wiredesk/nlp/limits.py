"""One attempt at one story, bounded in time and memory: whatever it raises becomes an outcome."""

from __future__ import annotations

import resource
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from wiredesk.contract import Article, Extraction
from wiredesk.errors import ResourceLimitExceeded, WiredeskError
from wiredesk.nlp import deadline

HARD_KILL_DELAY_SECONDS = 15.0
"""How much later than its time limit a story that hangs inside C code costs the child its life, at most."""
TRACEBACK_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Extracted:
    extraction: Extraction
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    error: str
    traceback: str

    @property
    def kind(self) -> str:
        """The exception's name."""
        return self.error.partition(":")[0]


def run_limited(pipeline: Callable[[Article], Extraction], article: Article, seconds: int) -> Extracted | Failed:
    """Extract one story within ``seconds``.

    An error of the surroundings (policy ``retry`` or ``stop``) is raised: it is not the story's fault.
    """
    began = time.perf_counter()
    try:
        with time_limit(seconds):
            extraction = pipeline(article)
        return Extracted(extraction, time.perf_counter() - began)
    except WiredeskError as error:
        if error.policy != "quarantine":
            raise
        return failed(error)
    except MemoryError as error:
        traceback.clear_frames(error.__traceback__)  # what fills the memory hangs on the frames that raised
        where = traceback.format_tb(error.__traceback__)[-1:]
        del error
    except (Exception, SystemExit) as error:
        return failed(error)
    costly = ResourceLimitExceeded("story", "needs more memory than WIREDESK_STORY_MEMORY allows")
    return Failed(f"ResourceLimitExceeded: {costly}", "".join(where))


def failed(error: BaseException) -> Failed:
    """An exception as the outcome of an attempt."""
    name = type(error).__name__
    lines = "".join(traceback.format_exception(error))
    return Failed(f"{name}: {error}"[:1000], lines[-TRACEBACK_CHARACTERS:])


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise ResourceLimitExceeded after ``seconds``; end the process a little later where C code doesn't listen."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach only the main thread; pools of threads go without
        return

    def late(_signal: int, _frame: Any) -> None:
        raise ResourceLimitExceeded("story", f"took more than {seconds} s", "raise WIREDESK_STORY_SECONDS if it should")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    deadline.arm(seconds + min(HARD_KILL_DELAY_SECONDS, seconds))
    try:
        yield
    finally:
        deadline.arm(0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def limit_memory(mebibytes: int) -> None:
    """Let this process grow by no more than this, so that a story that wants more gets a MemoryError (Linux)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a kernel file
            pages = int(file.read().split()[0])
    except OSError:
        return
    limit = pages * resource.getpagesize() + mebibytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit <= hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
