"""The pipeline over a stream of articles, in this process or in several, results in the order of the stories."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from wiredesk.contract import Article, Extraction
from wiredesk.errors import WorkerLost
from wiredesk.nlp.limits import Extracted, run_limited
from wiredesk.nlp.pipeline import Pipeline, load
from wiredesk.nlp.provenance import Reason
from wiredesk.nlp.threads import single_threaded
from wiredesk.settings import Settings

MAX_IN_FLIGHT = 8
"""Stories handed out to each process before the first comes back."""

Result = tuple[bytes, tuple[str, ...]] | str
"""The extraction as a JSON line with the reasons of its entities, or why there is none."""

_shared: dict[str, tuple[Pipeline, int]] = {}
"""What the forked processes share with the one that forked them."""


def extract_all(stories: Iterable[Article], settings: Settings, jobs: int = 1) -> Iterator[tuple[Article, Result]]:
    """Extract every story.  The model is loaded once and shared by fork."""
    single_threaded()
    _shared["pipeline"] = (load(settings), settings.story_seconds)
    if jobs == 1:
        for article in stories:
            yield article, _one(article)
        return
    gc.collect()
    gc.freeze()
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        running: deque[tuple[Article, Future[Result]]] = deque()
        for article in stories:
            running.append((article, pool.submit(_one, article)))
            if len(running) >= jobs * MAX_IN_FLIGHT:
                yield _next(running)
        while running:
            yield _next(running)


def _next(running: deque[tuple[Article, Future[Result]]]) -> tuple[Article, Result]:
    article, future = running.popleft()
    try:
        return article, future.result()
    except BrokenProcessPool:
        raise WorkerLost(
            f"story {article.id} or one beside it", "killed the process that read it", "use -j 1 to find out which"
        ) from None


def _one(article: Article) -> Result:
    pipeline, seconds = _shared["pipeline"]
    reasons: list[str] = []

    def extract(article: Article) -> Extraction:
        extraction, found = pipeline.extract_with_provenance(article)
        reasons.extend(explanation(extraction, found))
        return extraction

    outcome = run_limited(extract, article, seconds)
    if isinstance(outcome, Extracted):
        return outcome.extraction.json_line(), tuple(reasons)
    return outcome.error


def explanation(extraction: Extraction, reasons: Iterable[Reason]) -> Iterator[str]:
    """Yield a line for each reason: where it is, what the text says there, what the rule gave, and the rule."""
    names = {entity.id: entity.name for entity in extraction.entities}
    for reason in reasons:
        start, end = reason.span
        words = " ".join(extraction.text[start:end].split())
        label = f"of {names[reason.label]}" if reason.label in names else reason.label
        vote = "" if reason.weight is None else f" ({reason.weight:+g})"
        yield f"{start}–{end} “{words}” {reason.kind} {label}: {reason.rule}{vote}"
