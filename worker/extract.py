"""Deprecated: extractors are written with :mod:`wiredesk.nlp.context`. This name is kept for their packages until 0.3.

An extractor of an earlier release runs unchanged: its ``needs`` and ``gives`` become ``requires`` and ``assigns``, and
it gets a story with ``article``, ``reading`` and ``found`` in place of the context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wiredesk.contract import Article
from wiredesk.deprecation import warn_moved
from wiredesk.layout import TextLayout

if TYPE_CHECKING:
    from wiredesk.nlp.context import Context, Extractor


class _Found(Mapping[str, Any]):
    """The results of the earlier extractors, by key, as a view of the context."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __getitem__(self, key: str) -> Any:
        from wiredesk.nlp.context import FIELDS  # lazy: importing this module must not load spaCy

        return getattr(self._context, key) if key in FIELDS else self._context.extra[key]

    def __iter__(self) -> Iterator[str]:
        from wiredesk.nlp.context import FIELDS  # lazy: as above

        yield from FIELDS
        yield from self._context.extra

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Story:
    """The story that an extractor of an earlier release expects."""

    def __init__(self, context: Context) -> None:
        self.article: Article = context.article
        self.reading: TextLayout = context.layout
        self.found = _Found(context)


def _extractor(
    name: str, summary: str, build: Callable[[Any, Any], Any], needs: tuple[str, ...] = (), gives: str = ""
) -> Extractor:
    """Make a row of the catalogue from the arguments of an earlier release."""
    from wiredesk.nlp.context import Extractor  # lazy: as above

    def build_adapted(vocab: Any, options: Any) -> Callable[[Any, Context], Any]:
        run = build(vocab, options)
        return lambda doc, context: run(doc, _Story(context))

    return Extractor(name, summary, build_adapted, requires=tuple(needs), assigns=gives)


def __getattr__(name: str) -> Any:
    from wiredesk.nlp import context  # lazy: as above

    names = {"Extractor": _extractor, "Story": _Story, "Options": context.Options, "Run": context.ExtractFn}
    if name not in names:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warn_moved("worker.extract", "wiredesk.nlp.context")
    return names[name]
