"""The values that parsing takes and returns: limits; articles, skipped parts and rejected parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from producer.formats.text.decoding import without_surrogates
from wiredesk.contract import Article
from wiredesk.errors import BadData

if TYPE_CHECKING:
    from wiredesk.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may take: sizes in bytes, time and memory."""

    file_bytes: int = 64_000_000
    """Maximum of a file that is read whole; web archives and JSON lines are read in pieces and may be larger."""
    story_bytes: int = 5_000_000
    """Maximum of one story's headline and body, as UTF-8."""
    record_bytes: int = 8_000_000
    """Maximum of one record of a web archive after decompression."""
    depth: int = 200
    """Maximum nesting depth of JSON; that of XML is libxml2's own limit, 256."""
    document_seconds: int = 0
    """Maximum CPU seconds to parse a document; 0: no limit, and no process of its own to parse in."""
    document_memory: int = 0
    """MiB by which the process that parses may grow; 0: no limit."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Limits:
        """Return the limits that the settings give."""
        return cls(
            story_bytes=settings.story_bytes,
            file_bytes=settings.file_bytes,
            document_seconds=settings.document_seconds,
            document_memory=settings.document_memory,
        )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of a message that was recognised but contains no story."""

    what: str
    """One word or two: ``picture``, ``video``, ``package``, ``planning item``, ``concept``."""
    place: str = ""
    id: str | None = None
    number: str = ""
    """Service and number of its message, where the format has them."""

    def __post_init__(self) -> None:
        """Replace what UTF-8 cannot encode: the parts of a message that is skipped are told, never stored."""
        for name in ("what", "place", "id"):
            if isinstance(value := getattr(self, name), str):
                object.__setattr__(self, name, without_surrogates(value))

    def __str__(self) -> str:
        return " ".join(part for part in (self.place, self.what, self.id) if part)


Part = tuple[Article, Mapping[str, str]] | Skipped | BadData
"""One part of a file: an article with the origin of each field, a part without a story, or an unreadable part."""


def articles_of(
    parts: Iterable[Part], on_skipped: Callable[[Skipped], object], on_rejected: Callable[[BadData], object]
) -> Iterator[tuple[Article, Mapping[str, str]]]:
    """Yield the articles among ``parts``, each with its fields' origins; all other parts go to the two callbacks."""
    for part in parts:
        if isinstance(part, Skipped):
            on_skipped(part)
        elif isinstance(part, BadData):
            on_rejected(part)
        else:
            yield part


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything that one file held."""

    articles: tuple[Article, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    rejected: tuple[BadData, ...] = ()
    """Parts that could not be read while their neighbours could."""
    format: str = "unknown"
    """Name of the format's row in the registry, such as ``newsml-g2``."""
    reasons: tuple[Mapping[str, str], ...] = ()
    """For each article: field → the element or rule that its value comes from.  Only filled on request."""
