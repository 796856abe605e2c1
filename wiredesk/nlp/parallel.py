"""Run the pipeline over a stream of articles, in this process or in several, with the results in input order."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import Any, Generic, TypeVar

from wiredesk.contract import Article
from wiredesk.errors import WorkerLost
from wiredesk.nlp.limits import Extracted, Failed, run_limited
from wiredesk.nlp.pipeline import load
from wiredesk.nlp.provenance import explanation
from wiredesk.settings import Settings

T = TypeVar("T")
Outcome = Extracted[T] | Failed
MAX_IN_FLIGHT = 8
"""Stories handed out to each process before the first result is awaited: enough that no process waits for the reader of
the results, and few enough that a long input is not read into memory."""

Result = tuple[bytes, tuple[str, ...]] | str
"""The extraction as a JSON line with the provenance of its records, or the error."""


def run_parallel(
    call: Callable[[Article], T], articles: Iterable[Article], *, jobs: int, seconds: int | None
) -> Iterator[tuple[Article, Outcome[T]]]:
    """Call ``call`` with every article and yield each article with its outcome, in input order.

    A story that fails, exceeds its time limit or kills its process becomes :class:`Failed`; all others are unaffected.

    Args:
        call: runs in ``jobs`` forked processes, or in this process if ``jobs`` is 1; its result must be picklable.
        seconds: time limit for one story; None for no limit.
    """
    if jobs == 1:
        for article in articles:
            yield article, run_limited(call, article, seconds)
        return
    gc.collect()
    gc.freeze()  # the model's memory pages stay shared with the forked processes
    try:
        with _Workers(call, seconds, jobs) as workers:
            for article in articles:
                workers.submit(article)
                if len(workers) >= jobs * MAX_IN_FLIGHT:
                    yield workers.next_outcome()
            while len(workers):
                yield workers.next_outcome()
    finally:
        gc.unfreeze()


class _Workers(Generic[T]):
    """A pool of forked processes that survives a story which kills its process."""

    def __init__(self, call: Callable[[Article], T], seconds: int | None, jobs: int) -> None:
        self._call, self._seconds, self._jobs = call, seconds, jobs
        self._pool = self._make_pool(jobs)
        self._running: deque[tuple[Article, Future[Outcome[T]]]] = deque()

    def __enter__(self) -> _Workers[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def __len__(self) -> int:
        return len(self._running)

    def _make_pool(self, processes: int) -> ProcessPoolExecutor:
        # with fork the arguments of the initializer are inherited, not pickled: the model is shared
        context = multiprocessing.get_context("fork")
        return ProcessPoolExecutor(processes, context, initializer=_install, initargs=(self._call, self._seconds))

    def submit(self, article: Article) -> None:
        """Hand an article to the pool."""
        try:
            future = self._pool.submit(_run, article)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        self._running.append((article, future))

    def next_outcome(self) -> tuple[Article, Outcome[T]]:
        """Wait for the oldest article that was submitted."""
        if isinstance(self._running[0][1].exception(), BrokenProcessPool):
            self._recover()
        article, future = self._running.popleft()
        return article, future.result()

    def _recover(self) -> None:
        """Run the stories of a broken pool again, one at a time, so that only the one that kills its process fails."""
        self._pool.shutdown(cancel_futures=True)
        alone = self._make_pool(1)
        for position, (article, future) in enumerate(self._running):
            if not isinstance(future.exception(), BrokenProcessPool):
                continue
            again: Future[Outcome[T]] = Future()
            try:
                again.set_result(alone.submit(_run, article).result())
            except BrokenProcessPool:
                lost = WorkerLost("story", "killed the process that extracted it")
                again.set_result(Failed(f"{type(lost).__name__}: {lost}", ""))
                alone.shutdown()
                alone = self._make_pool(1)
            self._running[position] = (article, again)
        alone.shutdown()
        self._pool = self._make_pool(self._jobs)


_job: tuple[Callable[[Article], Any], int | None] | None = None
"""The function and time limit that :func:`_install` received; set only in pool processes."""


def _install(call: Callable[[Article], Any], seconds: int | None) -> None:
    global _job
    _job = (call, seconds)


def _run(article: Article) -> Outcome[Any]:
    assert _job, "runs in a process of the pool"
    call, seconds = _job
    return run_limited(call, article, seconds)


def extract_all(articles: Iterable[Article], settings: Settings, jobs: int = 1) -> Iterator[tuple[Article, Result]]:
    """Extract every article and explain each record.

    The model is loaded once, after the first article, and shared by fork: input without an article needs no model.
    """
    stories = iter(articles)
    first = next(stories, None)
    if first is None:
        return
    pipeline = load(settings)

    def call(article: Article) -> tuple[bytes, tuple[str, ...]]:
        extraction, reasons = pipeline.extract_with_provenance(article)
        return extraction.json_line(), tuple(explanation(extraction, reasons))

    for article, outcome in run_parallel(call, chain([first], stories), jobs=jobs, seconds=settings.story_seconds):
        yield article, outcome.error if isinstance(outcome, Failed) else outcome.extraction
