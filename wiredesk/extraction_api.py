"""Extraction as functions: a text or an article in, an :class:`~wiredesk.contract.Extraction` out.

The pipeline is loaded once for each combination of settings that change it, and kept until the process ends.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, overload

from wiredesk.contract import Article, Extraction
from wiredesk.errors import ExtractionError
from wiredesk.nlp.limits import Failed
from wiredesk.nlp.threads import single_threaded
from wiredesk.settings import Settings
from wiredesk.settings import load as load_settings
from wiredesk.text_ids import text_id

if TYPE_CHECKING:
    from wiredesk.nlp.pipeline import Pipeline

__all__ = ["ExtractionError", "extract", "extract_many"]

_SURROGATES = re.compile("[\ud800-\udfff]")
_pipelines: dict[tuple[object, ...], Pipeline] = {}
_lock = threading.RLock()
"""Held while a pipeline is loaded and while one extracts: a spaCy pipeline serves one thread at a time.

A fork waits for it, so that no child inherits a pipeline in the middle of a story.
"""
os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


def extract(text_or_article: str | Article, *, settings: Settings | None = None) -> Extraction:
    """Extract one story in this process.

    May be called from any thread; one story is extracted at a time.  For more speed use :func:`extract_many`.

    Args:
        text_or_article: a text is the body of a story without metadata; its id is made from the text.  An
            :class:`Article` may add headline, time of publication, source and URL, which dates and places depend on.
        settings: by default the settings of ``wire.toml`` and the environment.  ``model``, ``models``, ``languages``,
            ``extractors``, ``knowledge``, ``kb`` and ``turbo`` count; the limits on time and memory are for workers.

    Returns:
        The extraction.  ``engine.tier`` says how deeply a text in its language was read.

    Raises:
        ModelMissing: the spaCy model is not installed.
        ConfigError: a setting is not valid.
        TypeError: the argument is neither a text nor an article.
    """
    article = _article(text_or_article)
    pipeline = _loaded(settings)
    with _lock:
        return pipeline(article)


@overload
def extract_many(
    texts_or_articles: Iterable[str | Article],
    jobs: int = 1,
    *,
    settings: Settings | None = None,
    return_errors: Literal[False] = False,
) -> Iterator[Extraction]: ...


@overload
def extract_many(
    texts_or_articles: Iterable[str | Article],
    jobs: int = 1,
    *,
    settings: Settings | None = None,
    return_errors: Literal[True],
) -> Iterator[Extraction | ExtractionError]: ...


def extract_many(
    texts_or_articles: Iterable[str | Article],
    jobs: int = 1,
    *,
    settings: Settings | None = None,
    return_errors: bool = False,
) -> Iterator[Extraction | ExtractionError]:
    """Extract many stories, in the order of the input.  The input is read as the results are, not ahead of them.

    Args:
        texts_or_articles: as for :func:`extract`.
        jobs: number of processes.  With more than one, the pipeline is loaded once and shared by fork, and the BLAS
            libraries are asked for one thread each, which they heed if nothing has imported NumPy before.
        settings: as for :func:`extract`.
        return_errors: yield an :class:`ExtractionError` in the place of a story that cannot be extracted, and go on.
            By default it is raised and ends the iteration.

    Raises:
        ExtractionError: a story cannot be extracted, or it killed its process; raised by the iterator.
        ModelMissing: the spaCy model is not installed.
        ConfigError: a setting is not valid.
        ValueError: ``jobs`` is less than 1.
    """
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; give the number of processes, 1 or more")
    if jobs > 1:
        single_threaded()
    return _extract_all(map(_article, texts_or_articles), _loaded(settings), jobs, return_errors)


def _extract_all(
    articles: Iterable[Article], pipeline: Pipeline, jobs: int, return_errors: bool
) -> Iterator[Extraction | ExtractionError]:
    from wiredesk.nlp.parallel import run_parallel  # lazy: BLAS reads its variables when NumPy is imported

    def call(article: Article) -> Extraction:
        with _lock:
            return pipeline(article)

    for article, outcome in run_parallel(call, articles, jobs=jobs, seconds=None):
        if not isinstance(outcome, Failed):
            yield outcome.extraction
            continue
        error = ExtractionError(f"story {article.id}", f"cannot be extracted: {outcome.error}")
        error.article, error.traceback = article, outcome.traceback
        if not return_errors:
            raise error
        yield error


def _loaded(settings: Settings | None) -> Pipeline:
    """Return the pipeline for these settings, loaded at its first use."""
    chosen = load_settings() if settings is None else settings
    models = tuple(sorted(chosen.models.items()))
    key = (chosen.model, models, chosen.languages, chosen.turbo, chosen.extractors, chosen.knowledge, chosen.kb)
    with _lock:
        if key not in _pipelines:
            from wiredesk.nlp.pipeline import load  # lazy: BLAS reads its variables when NumPy is imported

            _pipelines[key] = load(chosen)
        return _pipelines[key]


def _article(text_or_article: str | Article) -> Article:
    if isinstance(text_or_article, Article):
        return text_or_article
    if not isinstance(text_or_article, str):
        kind = type(text_or_article).__name__
        raise TypeError(f"a text or a wiredesk.Article is needed, not {kind}")
    body = _SURROGATES.sub("\ufffd", text_or_article)
    return Article(id=text_id(body), body=body)
