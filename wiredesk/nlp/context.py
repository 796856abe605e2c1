"""The extractor table: one file, one concern, one pure function over the parsed story.

An extractor is built once per process, before the worker forks, and then called with each parsed story and what the
extractors before it found.  It returns plain records; no spaCy object leaves the parse.  Another package adds its own
through the entry-point group ``wiredesk.extractors``: the entry point names an :class:`Extractor`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Article
from wiredesk.layout import Reading


@dataclass(frozen=True, slots=True)
class Story:
    """What an extractor knows besides the parse: the article, its layout, and what was found so far."""

    article: Article
    reading: Reading
    found: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may set for the extractors."""

    knowledge: tuple[Path, ...] = ()
    """Files that extend the knowledge base."""


Run = Callable[[Doc, Story], Any]


@dataclass(frozen=True, slots=True)
class Extractor:
    """A row of the table.

    Its result is kept in :attr:`Story.found` under ``gives``, by default its name; where that is a field of the
    extraction document the result becomes that field, and a later extractor that gives the same key replaces it.
    ``build`` loads what the extractor needs, once, and returns its function.  ``needs`` names the extractors that
    must run before.
    """

    name: str
    summary: str
    build: Callable[[Vocab, Options], Run]
    needs: tuple[str, ...] = ()
    gives: str = ""

    @property
    def key(self) -> str:
        return self.gives or self.name
