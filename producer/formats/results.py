"""What parsing takes and gives: limits in, articles, skips and rejects out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wiredesk.contract import Article
from wiredesk.errors import BadData


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file, a story and a web archive's record may hold, in bytes."""

    file_bytes: int = 32_000_000
    """Of a file that is read whole; web archives and JSON lines are read piece by piece and may be larger."""
    story_bytes: int = 5_000_000
    """Of one story's headline and body, as UTF-8."""
    record_bytes: int = 8_000_000
    """What one record of a web archive may unpack to."""
    depth: int = 200
    """How deep JSON may nest; XML may nest 256 deep, which is libxml2's own limit."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of a message that was recognised and holds no story."""

    what: str
    """One word or two: ``picture``, ``video``, ``package``, ``planning item``, ``concept``."""
    place: str = ""
    id: str | None = None

    def __str__(self) -> str:
        return " ".join(part for part in (self.place, self.what, self.id) if part)


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything that one file held."""

    articles: tuple[Article, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    rejected: tuple[BadData, ...] = ()
    """Parts that could not be read while their neighbours could."""
    format: str = "unknown"
    """Name of the format's row in the table, such as ``newsml-g2``."""
    reasons: tuple[Mapping[str, str], ...] = ()
    """For each article: field → the element or rule its value comes from.  Only filled when asked for."""
