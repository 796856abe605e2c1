"""The formats of the trade in which stories leave: one row a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk.formats_out.ninjs import write_ninjs, write_ninjs_1
from wiredesk.contract import Article, Extraction

Write = Callable[[Article, Extraction | None, datetime], bytes]
"""Takes a story, what was found in it, and the time of the version where its provider gives none."""


class OutFormat(StrEnum):
    """The formats of the trade."""

    ninjs = "ninjs"
    ninjs_1 = "ninjs-1"
    newsml_g2 = "newsml-g2"


@dataclass(frozen=True, slots=True)
class StoryFormat:
    """How stories are written in a format."""

    suffix: str
    """Ends the name of a file."""
    media_type: str
    write: Write


def _write_newsml(article: Article, found: Extraction | None, at: datetime) -> bytes:
    from desk.formats_out.newsml_g2 import write_newsml  # lazy: lxml

    return write_newsml(article, found, at)


FORMATS: Mapping[OutFormat, StoryFormat] = {
    OutFormat.ninjs: StoryFormat(".json", "application/json", write_ninjs),
    OutFormat.ninjs_1: StoryFormat(".json", "application/json", write_ninjs_1),
    OutFormat.newsml_g2: StoryFormat(".xml", "application/vnd.iptc.g2.newsitem+xml", _write_newsml),
}


def cancellation(id: str, version: int, at: datetime) -> Article:
    """Return a version that says that a story is withdrawn, and nothing of what it said."""
    return Article(id=id, version=version, status="canceled", updated=at)
