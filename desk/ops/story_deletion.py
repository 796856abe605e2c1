"""Delete old stories: those of a whole partition with its tables, the others row by row, and each to a folder first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from wiredesk.errors import StoreConflict, StoreUnusable
from wiredesk.retry import Backoff, retry
from wiredesk.store import Store, maintenance, partitions
from wiredesk.store.directory import name_key_rows, story_names
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.partitions import SeqRange

if TYPE_CHECKING:
    from desk.archive import Archive

log = structlog.get_logger()
DROP_BACKOFF = Backoff(first_seconds=0.5, max_seconds=2.0, total_seconds=60.0)
"""Pauses between two tries to drop a partition, while others read or write its tables."""


def delete_stories(store: Store, seqs: Sequence[int], folder: Path | None) -> int:
    """Delete versions in parts, so that the live wire can write in between.  Returns how many.

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
        ranges = partitions.whole_ranges(connection, seqs)
    deleted = sum(_delete_range(store, one, [seq for seq in seqs if one.holds(seq)], archive) for one in ranges)
    for part in chunks([seq for seq in seqs if not any(one.holds(seq) for one in ranges)], maintenance.CHUNK_SIZE):
        with store.write() as connection:
            if archive:
                archive.write(connection, part)
            deleted += maintenance.prune(connection, part)
    return deleted


def _delete_range(store: Store, range: SeqRange, seqs: Sequence[int], archive: Archive | None) -> int:
    """Delete all versions of a partition: first the partition, then what else the store has of each."""
    parts = list(chunks(seqs, maintenance.CHUNK_SIZE))
    keys: set[str] = set()
    for part in parts:
        with store.read() as connection:
            if archive:
                archive.write(connection, part)
            keys.update(story_names.keys_of_other_names(connection, part))
    have_rows = not _drop(store, range)
    deleted = 0
    for part in parts:
        with store.write() as connection:
            if archive and (ended := maintenance.lock_ended(connection, part)) != part:
                archive.replace(connection, part, ended)
            deleted += maintenance.prune(connection, part, have_rows=have_rows)
    for some in chunks(sorted(keys), maintenance.CHUNK_SIZE):
        with store.write() as connection:
            name_key_rows.count(connection, some)
    return deleted


def _drop(store: Store, range: SeqRange) -> bool:
    """Drop a partition; if its tables are never free, or another role owns them, its rows are deleted
    with their stories.

    Returns whether it was dropped.
    """

    def work() -> bool:
        with store.write() as connection:
            return partitions.drop(connection, range)

    try:
        return retry(work, StoreConflict, DROP_BACKOFF)
    except (StoreConflict, StoreUnusable) as error:
        log.warning("partition not dropped, its rows are deleted one by one", first=range.first, error=str(error))
        return False
