"""Delete old stories: the rows of a whole partition with its tables, the others by sets, and each to a folder first."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection

from wiredesk.errors import StoreConflict, StoreUnusable
from wiredesk.retry import Backoff, retry
from wiredesk.store import Store, checkpoints, maintenance, partitions
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.partitions import SeqRange

if TYPE_CHECKING:
    from desk.archive import Archive

log = structlog.get_logger()
CHECKPOINT = "prune"
"""Name of the checkpoint that holds the range whose versions are being deleted, and whose partition is there still."""
DROP_BACKOFF = Backoff(first_seconds=0.5, max_seconds=2.0, total_seconds=60.0)
"""Pauses between two tries to drop a partition, while others read or write its tables."""


def delete_stories(store: Store, seqs: Sequence[int], folder: Path | None) -> int:
    """Delete versions in parts, so that the live wire can write in between.  Returns how many.

    A version of a whole partition leaves its rows there, where no reader sees them without it; the partition is dropped
    after its last version.  What a run that was killed in between has left is removed by the next one.

    Args:
        seqs: their numbers, in ascending order.
        folder: where they are written before, as Parquet files; None for nowhere.

    Raises:
        ArchiveNotWritten: the folder is full or read-only; nothing is deleted that is not in it.
    """
    from desk.archive import Archive  # lazy: it reads every form of an export

    archive = Archive(folder) if folder and seqs else None
    with store.read() as connection:
        if archive:
            archive.remove_undeleted(connection)
        begun = read_begun(connection)
        ranges = partitions.whole_ranges(connection, seqs)
    if begun and begun not in ranges:
        _remove_rows(store, begun)
    deleted = 0
    for one in ranges:
        with store.write() as connection:
            checkpoints.write(connection, CHECKPOINT, one._asdict())
        deleted += _delete(store, [seq for seq in seqs if one.holds(seq)], archive, keep_rows=True)
        _remove_rows(store, one)
    others = [seq for seq in seqs if not any(one.holds(seq) for one in ranges)]
    return deleted + _delete(store, others, archive, keep_rows=False)


def read_begun(connection: Connection) -> SeqRange | None:
    """Return the range whose versions a run has begun to delete, and whose rows are there still."""
    found = checkpoints.read(connection, CHECKPOINT)
    return SeqRange(**found) if found else None


def _delete(store: Store, seqs: Sequence[int], archive: Archive | None, *, keep_rows: bool) -> int:
    deleted = 0
    for part in chunks(seqs, maintenance.CHUNK_SIZE):
        with store.write() as connection:
            ended = maintenance.lock_ended(connection, part)
            if archive and ended:
                archive.write(connection, ended)
            deleted += maintenance.prune(connection, ended, keep_rows=keep_rows)
    return deleted


def _remove_rows(store: Store, range: SeqRange) -> None:
    """Remove the rows of the deleted versions of a range: by dropping its partition, or in parts if the range has other
    versions, if its tables are never free, or another role owns them."""
    if not _drop(store, range):
        for first in builtins.range(range.first, range.end, maintenance.CHUNK_SIZE):
            with store.write() as connection:
                end = min(first + maintenance.CHUNK_SIZE, range.end)
                partitions.delete_orphans(connection, SeqRange(first, end))
    with store.write() as connection:
        checkpoints.write(connection, CHECKPOINT, {})


def _drop(store: Store, range: SeqRange) -> bool:
    """Drop a partition.  Returns whether it was dropped."""

    def work() -> bool:
        with store.write() as connection:
            return partitions.drop(connection, range)

    try:
        return retry(work, StoreConflict, DROP_BACKOFF)
    except (StoreConflict, StoreUnusable) as error:
        log.warning("partition not dropped, its rows are deleted one by one", first=range.first, error=str(error))
        return False
