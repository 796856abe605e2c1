"""Extraction for requests: a few processes apart from the queue's workers, started when the first story comes.

The number of processes and of stories that wait for one is limited, so that requests never take the machine from the
wire.  A process that dies fails its own story only; the next story gets another process.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

import orjson

from wiredesk.errors import ConfigError, ExtractionError, Unavailable, WiredeskError, WorkerLost
from wiredesk.nlp.extraction_process import EXTRACTED, FAILED, READY, read_frame, write_frame
from wiredesk.settings import Settings

PROCESS = "wiredesk.nlp.extraction_process"
"""The module that a process runs."""
HANDED_DOWN = (
    "model",
    "models",
    "languages",
    "turbo",
    "extractors",
    "knowledge",
    "kb",
    "story_seconds",
    "story_memory",
)
"""Settings that a process gets from the desk: no secret is among them."""
IDLE_SECONDS = 900.0
"""Seconds after which a process without a story is ended: a loaded model takes some hundred MB."""
STOP_SECONDS = 5.0
"""Seconds that a process gets to end."""


class PoolFull(WiredeskError):
    """All processes are busy, and as many stories wait as may."""


class ExtractionPool:
    """Extracts one article after another in each of its processes.  Safe to use from several threads.

    Args:
        settings: ``web_extract`` processes at most, ``web_extract_waiting`` articles that wait for one.
    """

    def __init__(self, settings: Settings) -> None:
        self._handed_down = orjson.dumps(settings.model_dump(mode="json", include=set(HANDED_DOWN)))
        self._room = settings.web_extract + settings.web_extract_waiting
        self._threads = ThreadPoolExecutor(settings.web_extract or 1, thread_name_prefix="extraction")
        self._lock = threading.Lock()
        self._asked = 0
        self._idle: list[_Process] = []
        self._busy: set[_Process] = set()
        self._is_closed = False

    def submit(self, article: bytes) -> Future[bytes]:
        """Hand in an article as JSON; the future has the extraction as a JSON line without a line end, or an error:

        ExtractionError: the article cannot be extracted within the limits of a story.
        WorkerLost: the process died.
        ConfigError: no story can be extracted: the model is missing, or a setting is wrong.
        Unavailable: the pool was closed.

        Raises:
            PoolFull: too many wait already.
        """
        with self._lock:
            if self._asked >= self._room:
                raise PoolFull("extraction", "is busy", "try again in a moment")
            self._asked += 1
        future = self._threads.submit(self._extract, article)
        future.add_done_callback(self._forget)
        return future

    def prepare(self) -> None:
        """Start a process in advance, without waiting for it."""
        self._threads.submit(self._prepare)

    def retire_idle(self, older_than: float = IDLE_SECONDS) -> None:
        """End the processes that have had no story for so many seconds."""
        limit = time.monotonic() - older_than
        with self._lock:
            retired = [process for process in self._idle if process.used_at <= limit]
            self._idle = [process for process in self._idle if process.used_at > limit]
        for process in retired:
            process.end()

    def close(self) -> None:
        """End all processes; stories that wait or are being read fail."""
        with self._lock:
            self._is_closed = True
            processes = [*self._idle, *self._busy]
            self._idle.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.end()

    def process_ids(self) -> list[int]:
        """Return the ids of the processes."""
        with self._lock:
            return [process.id for process in (*self._idle, *self._busy)]

    def _forget(self, _future: Future[bytes]) -> None:
        with self._lock:
            self._asked -= 1

    def _prepare(self) -> None:
        try:
            self._give_back(self._take())
        except WiredeskError:
            return  # the first story gets the same error, and a reader to tell it to

    def _extract(self, article: bytes) -> bytes:
        try:
            process = self._take()
            try:
                return process.extract(article)
            finally:
                self._give_back(process)
        except WorkerLost:
            if self._is_closed:
                raise Unavailable("extraction", "the desk is stopping") from None
            raise

    def _take(self) -> _Process:
        """Return a process with a loaded model: an idle one, or a new one."""
        with self._lock:
            if self._is_closed:
                raise Unavailable("extraction", "the desk is stopping")
            process = self._idle.pop() if self._idle else _Process()
            if not process.is_alive:
                process.end()
                process = _Process()
            self._busy.add(process)
        try:
            process.load(self._handed_down)
        except WiredeskError:
            self._give_back(process)
            raise
        return process

    def _give_back(self, process: _Process) -> None:
        process.used_at = time.monotonic()
        with self._lock:
            self._busy.discard(process)
            if process.is_usable and not self._is_closed:
                self._idle.append(process)
                return
        process.end()


class _Process:
    """One process and the pipes to it."""

    def __init__(self) -> None:
        self.used_at = time.monotonic()
        self.is_usable = self._is_loaded = False
        # sys.path, as the desk may have been found by its current directory or by a test's own path
        code = f"import sys; sys.path[:] = {sys.path!r}; from {PROCESS} import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
        )

    @property
    def id(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def load(self, settings: bytes) -> None:
        """Wait until the model is loaded.

        Raises:
            ConfigError: it cannot be.
            WorkerLost: the process died.
        """
        if not self._is_loaded:
            self._reply_to(settings)
            self._is_loaded = self.is_usable = True

    def extract(self, article: bytes) -> bytes:
        """Return the extraction of an article.

        Raises:
            ExtractionError: it has none.
            ConfigError: no article has one.
            WorkerLost: the process died.
        """
        self.is_usable = False
        kind, body = self._reply_to(article)
        self.is_usable = True
        if kind == FAILED:
            raise ExtractionError("story", f"cannot be extracted: {body.decode()}")
        return body

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe:
                    pipe.close()
            except OSError:
                pass  # what was not written yet goes nowhere
        self._process.wait(STOP_SECONDS)

    def _reply_to(self, frame: bytes) -> tuple[bytes, bytes]:
        try:
            write_frame(_open(self._process.stdin), frame)
            reply = read_frame(_open(self._process.stdout))
        except (EOFError, OSError, ValueError):  # ValueError: the pool was closed meanwhile
            raise WorkerLost("story", "the process that extracted it ended") from None
        kind, body = reply[:1], reply[1:]
        if kind not in (READY, EXTRACTED, FAILED):
            raise ConfigError("extraction", body.decode())
        return kind, body


def _open(pipe: object) -> BinaryIO:
    assert pipe is not None
    return pipe  # type: ignore[return-value]
