"""spaCy components: ``nlp.add_pipe("wiredesk_quotes")`` in any English pipeline that has what they read.

That is a tagger, a parser, a lemmatizer and an entity recognizer.  Each component adds to ``doc._.wiredesk``, a
:class:`DocExtraction` whose spans are offsets into ``doc.text``.  :mod:`wiredesk.nlp.spacy_factories` has the
factories; to read ``doc._.wiredesk`` of stored docs without a pipeline, import this module.

The records are kept in ``doc.user_data`` as JSON, so that they survive ``Doc.to_bytes``, ``DocBin`` and the processes
of ``nlp.pipe(n_process=2)``.  Dates such as "Thursday" are resolved against the time of publication:
``doc._.wiredesk_published = "2026-08-20T13:15:00+12:00"``, set before the pipeline runs.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Article, Date, Dateline, Entity, Quote, Record
from wiredesk.errors import ConfigError
from wiredesk.layout import analyze_parsed
from wiredesk.nlp.confidence.scores import with_scores
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.registry import BUILT_IN_ENGLISH, select
from wiredesk.nlp.zone_fields import with_zones

EXTRACTORS = {
    "wiredesk_entities": "entities,dateline_place",
    "wiredesk_quotes": "quotes,dateline_place",
    "wiredesk_dates": "dates",
    "wiredesk_places": "places,metonyms,dateline_place",
}
"""Factory → the extractors that it runs, with what they require."""
ANNOTATIONS = {
    "TAG": "a tagger",
    "POS": "a tagger and an attribute ruler",
    "LEMMA": "a lemmatizer",
    "DEP": "a parser",
    "ENT_IOB": "an entity recognizer",
}
"""Token attribute → the component that sets it."""

_STORED, _PUBLISHED = "wiredesk", "wiredesk_published"
"""Keys of ``doc.user_data``, and names of the extensions."""
_FINGERPRINT: list[int | str] = [
    "ORTH",
    "SPACY",
    "IDX",
    "LEMMA",
    "POS",
    "TAG",
    "DEP",
    "HEAD",
    "SENT_START",
    "ENT_IOB",
    "ENT_TYPE",
]
_PARSED_DOCS = 8
"""Docs whose records are kept parsed, so that reading ``doc._.wiredesk`` several times parses them once."""


class DocExtraction(Record):
    """What wiredesk's components found in one doc.  Every span is a pair of offsets into ``doc.text``."""

    components: tuple[str, ...] = ()
    """The factories whose results these are."""
    dateline: Dateline | None = None
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    """``speaker`` is the id of an entity."""
    dates: tuple[Date, ...] = ()

    @property
    def places(self) -> tuple[Entity, ...]:
        """The entities that have a location; ``wiredesk_places`` locates them."""
        return tuple(entity for entity in self.entities if entity.location)


class WiredeskComponent:
    """A component of a spaCy pipeline.  It has no state but its configuration, so there is nothing to serialise."""

    def __init__(self, name: str, factory: str, knowledge: Iterable[str | Path] = ()) -> None:
        """Load the data of the extractors.

        Args:
            name: of the component in its pipeline.
            factory: a key of :data:`EXTRACTORS`.
            knowledge: files that extend the knowledge base.

        Raises:
            ConfigError: a file of the knowledge base cannot be used.
        """
        self.name, self.factory = name, factory
        self.knowledge = tuple(map(Path, knowledge))
        for row in _rows(frozenset({factory})):
            _stage(row.name, self.knowledge)

    def __call__(self, doc: Doc) -> Doc:
        """Add this component's records to ``doc._.wiredesk``.

        Raises:
            ConfigError: the pipeline lacks a component that this one needs.
        """
        _check(doc, self.name)
        factories = {*_found(doc).components, self.factory} & EXTRACTORS.keys()
        context = _work(doc, factories, self.knowledge).run(doc, factories, self.knowledge)
        fields = {name: getattr(context, name) for name in ("dateline", "entities", "quotes", "dates")}
        scored = with_scores(with_zones(fields, context.layout), doc.text)
        scored.pop("amounts")
        record = DocExtraction(components=tuple(name for name in EXTRACTORS if name in factories), **scored)
        doc.user_data[_STORED] = record.model_dump_json()
        return doc


@dataclass(slots=True)
class _Work:
    """What the components of one pipeline share while a doc passes through them."""

    key: tuple[Any, ...]
    context: Context
    factories: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    """The extractors that have run."""

    def run(self, doc: Doc, factories: set[str], knowledge: tuple[Path, ...]) -> Context:
        """Run the extractors that did not run yet, and again those that read what has changed by that."""
        changed: set[str] = set()
        for row in _rows(frozenset(factories)):
            if row.name in self.done and row.name not in changed and changed.isdisjoint(row.requires):
                continue
            self.context.assign(row.key, _stage(row.name, knowledge)(doc, self.context))
            self.done.add(row.name)
            changed |= {row.name, *filter(None, [row.completes])}
        self.factories = factories
        return self.context


_last = threading.local()
"""The work on the doc that this thread saw last: spaCy hands one doc after the other through the pipeline."""


def _work(doc: Doc, factories: set[str], knowledge: tuple[Path, ...]) -> _Work:
    """Return the last work if it was on this doc, with the same annotations and no other factories; else a new one."""
    published = doc.user_data.get(_PUBLISHED)
    key = (doc.to_array(_FINGERPRINT).tobytes(), published, knowledge)
    work: _Work | None = getattr(_last, "work", None)
    if work is None or work.key != key or not work.factories <= factories:
        article = Article(id="doc", body=doc.text, published=published)
        layout = analyze_parsed(doc.text)
        work = _last.work = _Work(key, Context(article, layout, flatten(doc, layout)))
    return work


@cache
def _rows(factories: frozenset[str]) -> tuple[Extractor, ...]:
    return select(BUILT_IN_ENGLISH, ",".join(EXTRACTORS[name] for name in sorted(factories)))


@cache
def _stage(name: str, knowledge: tuple[Path, ...]) -> ExtractFn:
    """Build an extractor, once in a process.  The built-in ones take nothing from the vocabulary."""
    [row] = [row for row in BUILT_IN_ENGLISH if row.name == name]
    return row.build(Vocab(), Options(knowledge=knowledge))


def _check(doc: Doc, name: str) -> None:
    """Raise ConfigError where a token attribute is not set."""
    if not doc.text.strip():
        return
    for attribute, setter in ANNOTATIONS.items():
        if not doc.has_annotation(attribute):
            raise ConfigError(f"component {name}", f"needs token.{attribute.lower()}", f"put {setter} before it")


def _found(doc: Doc) -> DocExtraction:
    """Return the records of a doc: the getter of ``doc._.wiredesk``."""
    stored = doc.user_data.get(_STORED)
    return _parsed(stored) if stored else DocExtraction()


@lru_cache(_PARSED_DOCS)
def _parsed(stored: str) -> DocExtraction:
    return DocExtraction.model_validate_json(stored)


def _get_published(doc: Doc) -> datetime | None:
    stored = doc.user_data.get(_PUBLISHED)
    return datetime.fromisoformat(stored) if stored else None


def _set_published(doc: Doc, value: datetime | date | str | None) -> None:
    """Keep the time as text, which ``Doc.to_bytes`` can write; a time without a zone is UTC."""
    moment = datetime.fromisoformat(str(value)) if value is not None else None
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    doc.user_data[_PUBLISHED] = moment.isoformat() if moment else None


Doc.set_extension(_STORED, getter=_found, force=True)
Doc.set_extension(_PUBLISHED, getter=_get_published, setter=_set_published, force=True)
