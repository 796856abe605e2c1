"""What a source hands to the intake, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from producer.formats.results import Skipped
from wiredesk.contract import Article
from wiredesk.errors import BadData
from wiredesk.store.ledger import Accepted, Key

Mark = Mapping[str, Any]
"""Where a source is; it alone knows what that says."""


@dataclass(slots=True)
class Outcome:
    """What became of one delivery.  The ledger has what is ``new`` or ``known``."""

    new: list[Key] = field(default_factory=list)
    known: list[Key] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    rejected: list[BadData] = field(default_factory=list)

    def __str__(self) -> str:
        counts: dict[str, Sequence[object]] = {
            "published": self.new,
            "known already": self.known,
            "skipped": self.skipped,
        }
        told = [f"{len(found)} {what}" for what, found in counts.items() if found or what == "published"]
        return ", ".join([*told, *([f"{len(self.rejected)} rejected"] if self.rejected else [])])


@dataclass(slots=True)
class Parcel:
    """Stories that a source hands over at once, and where it is after them."""

    source: str
    articles: Sequence[Article]
    mark: Mark | None
    accepted: Future[Accepted] = field(default_factory=Future)
