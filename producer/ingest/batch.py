"""The batches that a source hands to the scheduler, and the results of their delivery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from producer.formats.results import Skipped
from producer.ingest.source_tally import Tally
from wiredesk.contract import Article
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, BadData
from wiredesk.store.ledger import Accepted, Arrival, Key

BATCH_SIZE = 256
"""Stories written to the ledger in one transaction when many wait: the cost of a commit is divided among them."""
HANDOVER_SIZE = 32
"""Stories that a followed source hands over at once: its share of a round, an eighth of a transaction."""

Checkpoint = Mapping[str, Any]
"""The position at which a source continues after a restart; only the source interprets the values."""


@dataclass(slots=True)
class IngestResult:
    """The result of one delivery.  The ledger has all versions in ``new`` and ``known``."""

    new: list[Key] = field(default_factory=list)
    """Versions that were written, those in ``newer`` among them."""
    newer: list[Key] = field(default_factory=list)
    """New versions of stories that were known."""
    known: list[Key] = field(default_factory=list)
    """Versions that the ledger had already, or that the delivery repeats."""
    older: list[Key] = field(default_factory=list)
    """The newest versions of stories of which an older text arrived, which was left out."""
    skipped: list[Skipped] = field(default_factory=list)
    rejected: list[BadData] = field(default_factory=list)
    sent: int = 0
    """Stories sent to the queue by this call; they need not be its own."""
    delayed_reason: str = ""
    """The reason why the queue did not get the stories yet; they are sent later."""

    @classmethod
    def of(cls, accepted: Accepted) -> IngestResult:
        """Return the result of articles that the ledger took."""
        return cls(list(accepted.new), list(accepted.newer), list(accepted.known), list(accepted.older))

    def add(self, accepted: Accepted) -> None:
        """Add what became of further articles."""
        self.new += accepted.new
        self.newer += accepted.newer
        self.known += accepted.known
        self.older += accepted.older

    def __str__(self) -> str:
        totals = IngestTotals()
        totals.add(self)
        return str(totals)


@dataclass(slots=True)
class IngestTotals:
    """Counts of a whole run of the producer."""

    new: int = 0
    """Versions that were written, those in ``newer`` among them."""
    newer: int = 0
    known: int = 0
    older: int = 0
    skipped: int = 0
    rejected: int = 0

    def add(self, result: IngestResult) -> None:
        """Add the counts of one delivery."""
        self.new += len(result.new)
        self.newer += len(result.newer)
        self.known += len(result.known)
        self.older += len(result.older)
        self.skipped += len(result.skipped)
        self.rejected += len(result.rejected)

    @property
    def read(self) -> int:
        """Everything that was read: the sum of all other counts."""
        return self.new + self.known + self.older + self.skipped + self.rejected

    @property
    def exit_code(self) -> int:
        """65 if anything could not be read, else 0."""
        return EXIT_BAD_DATA if self.rejected else EXIT_DONE

    def __str__(self) -> str:
        """Return ``5 read: 3 new, 1 newer version, 1 known, 0 rejected``; the numbers add up."""
        parts = [f"{self.new - self.newer} new", f"{self.newer} newer version{'' if self.newer == 1 else 's'}"]
        parts += [f"{self.known} known"]
        parts += [f"{number} {what}" for number, what in ((self.older, "older"), (self.skipped, "skipped")) if number]
        return f"{self.read} read: " + ", ".join([*parts, f"{self.rejected} rejected"])


@dataclass(slots=True)
class Batch:
    """Stories that a source hands over at once, and its checkpoint after them."""

    source: str
    articles: Sequence[Article]
    checkpoint: Checkpoint | None = None
    tally: Tally | None = None
    """What else the source delivered; None for a source that is not counted."""
    accepted: Future[Accepted] = field(default_factory=Future)
    """Completes when the ledger has the batch."""

    @property
    def is_flash(self) -> bool:
        """Whether any of its stories overtakes all others."""
        return any(article.is_flash for article in self.articles)


def parted(batches: Sequence[Batch], accepted: Accepted) -> Iterator[tuple[Batch, tuple[Arrival, ...]]]:
    """Yield each batch of a transaction with what became of its own articles."""
    arrivals = iter(accepted.arrivals)
    for batch in batches:
        yield batch, tuple(islice(arrivals, len(batch.articles)))


def batches(articles: Iterable[Article], size: int) -> Iterator[tuple[Article, ...]]:
    """Group a stream of articles into batches of at most ``size``.

    A flash is yielded alone, as soon as it is read and before the articles that were read with it.  If the stream
    fails, the articles read before the failure are yielded first.
    """
    held: list[Article] = []
    try:
        for article in articles:
            if article.is_flash:
                yield (article,)
                continue
            held.append(article)
            if len(held) >= size:
                yield tuple(held)
                held.clear()
    except Exception:
        if held:
            yield tuple(held)
        raise
    if held:
        yield tuple(held)
