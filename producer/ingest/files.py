"""Files, folders and globs as a source that ends, and what ``--dry-run`` prints about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from producer.formats import Limits, Skipped, articles_of
from producer.ingest.batch import BATCH_SIZE, IngestResult, IngestTotals, batches
from producer.ingest.delivery import SourceHandle
from producer.ingest.file_reading import read_files
from producer.ingest.intake import Report
from producer.ingest.scheduler import FairScheduler
from producer.ingest.useless_ids import UselessIds
from wiredesk.contract import Article
from wiredesk.errors import BadData


@dataclass(frozen=True)
class Files:
    """Everything that ``paths`` name.  Its batches fill a transaction, as no other source runs beside it."""

    paths: Sequence[str]
    on_progress: Callable[[IngestTotals], object] = lambda _totals: None
    """Is called after each batch."""
    name: str = "files"

    def run(self, scheduler: FairScheduler) -> None:
        """Publish all stories; report what cannot be read and continue.  Ends early when ``scheduler.stop`` is set.

        Raises:
            StoreUnavailable: the ledger is unavailable; what was accepted before is safe.
        """

        def skip(part: Skipped) -> None:
            scheduler.report(f"skipped: {part}")
            scheduler.count(IngestResult(skipped=[part]))

        def reject(error: BadData) -> None:
            scheduler.report(str(error))
            scheduler.count(IngestResult(rejected=[error]))

        handle = SourceHandle(scheduler, self.name)
        parts = takewhile(lambda _part: not scheduler.stop.is_set(), read_files(self.paths, scheduler.limits))
        articles = _told(articles_of(parts, skip, reject), self.name, scheduler.report)
        for batch in batches(articles, BATCH_SIZE):
            handle.publish(batch, wait=False)
            self.on_progress(scheduler.totals)


def _told(found: Iterable[tuple[Article, Mapping[str, str]]], name: str, report: Report) -> Iterator[Article]:
    """Yield the articles; tell each identifier once that identifies nothing."""
    useless = UselessIds()
    for article, reasons in found:
        if line := useless.note(name, reasons):
            report(line)
        yield article


def dry_run(paths: Iterable[str], limits: Limits, out: Report, report: Report) -> int:
    """Print what :class:`Files` would publish, one line a story, and return its exit code."""
    totals = IngestTotals()

    def reject(error: BadData) -> None:
        totals.add(IngestResult(rejected=[error]))
        report(str(error))

    found = articles_of(read_files(paths, limits), lambda part: report(str(part)), reject)
    for article in _told(found, "files", report):
        out(f"{article.id}@{article.version}  {article.kind}  {article.headline or article.body[:60]}")
    return totals.exit_code
