"""The way from a source into the ledger and the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from producer.formats import Limits, Part, read
from producer.formats.results import Skipped
from producer.publish import BATCH, Publisher
from producer.sources.file_walk import File, files
from wiredesk.contract import Article
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, BadData

Tell = Callable[[str], object]
"""Takes one line for a person."""


@dataclass(slots=True)
class Tally:
    """What a run of the producer came to."""

    files: int = 0
    new: int = 0
    known: int = 0
    skipped: int = 0
    rejected: int = 0
    late: str = ""

    @property
    def exit_code(self) -> int:
        return EXIT_BAD_DATA if self.rejected else EXIT_DONE

    def __str__(self) -> str:
        counts = ((self.new, "published"), (self.known, "known already"), (self.skipped, "skipped"))
        return ", ".join(f"{number} {what}" for number, what in (*counts, (self.rejected, "rejected")))


def feed(
    sources: Iterable[str],
    publisher: Publisher,
    tell: Tell,
    *,
    backfill: bool = False,
    limits: Limits | None = None,
    progress: Callable[[Tally], object] = lambda _: None,
    tally: Tally | None = None,
) -> Tally:
    """Publish everything that ``sources`` hold.

    What cannot be read is told in a line and counted; the rest goes on.  A flash is published at once, the others in
    batches.  ``tally``: one to go on with.

    Raises:
        StoreUnavailable: the ledger cannot take more; what was accepted before is safe.
    """
    tally = tally or Tally()
    batch: list[Article] = []

    def flush() -> None:
        if not batch:
            return
        done = publisher.publish(batch, backfill=backfill)
        batch.clear()
        tally.new += len(done.new)
        tally.known += len(done.known)
        tally.late = done.late or tally.late
        progress(tally)

    try:
        for found in parts(sources, limits, tally):
            if isinstance(found, BadData):
                tally.rejected += 1
                tell(str(found))
            elif isinstance(found, Skipped):
                tally.skipped += 1
                tell(f"skipped: {found}")
            else:
                batch.append(found)
                if len(batch) >= BATCH or found.is_flash:
                    flush()
    finally:
        flush()
    return tally


def preview(sources: Iterable[str], limits: Limits | None, out: Tell, tell: Tell) -> int:
    """Say what :func:`feed` would publish.  Returns the exit code it would give."""
    tally = Tally()
    for part in parts(sources, limits, tally):
        if isinstance(part, Article):
            out(f"{part.id}@{part.version}  {part.kind}  {part.headline or part.body[:60]}")
        else:
            tally.rejected += isinstance(part, BadData)
            tell(str(part))
    return tally.exit_code


def parts(sources: Iterable[str], limits: Limits | None, tally: Tally) -> Iterator[Article | Skipped | BadData]:
    """Articles, skips and errors of all sources, file by file."""
    for file in files(sources):
        if isinstance(file, BadData):
            yield file
            continue
        tally.files += 1
        try:
            yield from map(_plain, _read(file, limits))
        except BadData as error:
            yield error


def _read(file: File, limits: Limits | None) -> Iterator[Part]:
    with file.open() as stream:
        yield from read(stream, file.name, limits=limits)


def _plain(part: Part) -> Article | Skipped | BadData:
    return part[0] if isinstance(part, tuple) else part
