"""A lake of Parquet files: one folder a table, one folder a month in it, one file a range of changes, exactly once.

The names of the files are the position.  The files of the table ``changes`` are written last: what has none of them
was not finished, and is removed before the next write.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Literal, Self

from pydantic import Field

from desk.formats_out.parquet_folder import ParquetFolder
from desk.queries.related_stories import Across
from desk.sinks.sink import Outgoing, Promise, Sink, SinkConfig, SinkUnavailable
from desk.views.export_tables import STORY_TABLES, ExportTable
from desk.views.table_form import ColumnType, Row, shown_story

_FILE = re.compile(r"(\d{12})-(\d{12})\.parquet")
CHANGES = "changes"
"""The table that tells what happened to which version; it is the last that is written."""
CHANGE_COLUMNS: tuple[tuple[str, ColumnType], ...] = (
    ("change", "int64"), ("what", "text"), ("at", "time"), ("id", "text"), ("version", "int64"), ("backfill", "flag"),
)  # fmt: skip
_KEY: tuple[tuple[str, ColumnType], ...] = (("change", "int64"),)


class LakeConfig(SinkConfig):
    """A lake's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.EXACTLY_ONCE
    takes_backfill: ClassVar[bool] = True
    default_batch: ClassVar[int] = 5000

    type: Literal["lake"]
    folder: Path = Field(description="folder of the lake; it is made if it is missing; wiredesk alone writes to it")

    every_seconds: float = Field(
        default=5.0, ge=0, le=3600, description="shortest time between two sets of files while no more changes wait"
    )

    @property
    def rest_seconds(self) -> float:
        """A set of files takes 12 ms, however few rows it has, and many small files make readers slow."""
        return self.every_seconds

    def open(self) -> Sink:
        """Return the lake."""
        return Lake(self)


class Lake:
    """Writes the rows of the tables that ``wiredesk export`` knows, each with the number of its change."""

    def __init__(self, config: LakeConfig) -> None:
        self._folder, self._subject = config.folder, f"sink {config.name} ({config.folder})"
        self._locked: int | None = None
        self._last = 0
        self._parquet = ParquetFolder(config.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._locked is not None:
            os.close(self._locked)
            self._locked = None

    def position(self) -> int | None:
        """Return the number of the last change in the lake, and remove files that were not finished.

        Raises:
            SinkUnavailable: the folder cannot be read.
        """
        try:
            self._lock()
            last = max((end for _, end in self._files(CHANGES)), default=0)
            for table in STORY_TABLES:
                for file, end in self._files(table):
                    if end > last:
                        file.unlink()
            for left in self._folder.glob("*/*/.*.part"):
                left.unlink()
        except OSError as error:
            raise self._unavailable(error) from None
        self._last = last
        return last or None

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Write one file a table and month; what is of one month and complete counts, whatever happens then.

        Raises:
            SinkUnavailable: the folder is full or read-only; what was begun is removed.
        """
        try:
            self._lock()
            missing = [one for one in changes if one.n > self._last]
            for month, found in groupby(missing, key=lambda change: f"{change.at:%Y-%m}"):
                part = list(found)
                for table, rows in _rows(part).items():
                    self._write(table, month, part, (*_KEY, *STORY_TABLES[table].columns), rows)
                done: list[Row] = [(one.n, one.what, one.at, one.id, one.version, one.backfill) for one in part]
                self._write(CHANGES, month, part, CHANGE_COLUMNS, done)
                self._last = part[-1].n
        except OSError as error:
            raise self._unavailable(error) from None

    def _lock(self) -> None:
        """Keep other processes off the folder until this one closes the sink or ends.

        A process that was suspended for longer than its lease may go on to write; until it ends no other begins.
        """
        if self._locked is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        file = os.open(self._folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            if not isinstance(error, BlockingIOError):
                raise
            cause = "another process writes to it"
            raise SinkUnavailable(self._subject, cause, "it is tried again; end that process if it hangs") from None
        self._locked = file

    def _write(
        self,
        table: str,
        month: str,
        part: Sequence[Outgoing],
        columns: Iterable[tuple[str, ColumnType]],
        rows: list[Row],
    ) -> None:
        self._parquet.write(table, month, f"{part[0].n:012}-{part[-1].n:012}", columns, rows)

    def _files(self, table: str) -> Iterator[tuple[Path, int]]:
        for file in (self._folder / table).glob("month=*/*.parquet"):
            if found := _FILE.fullmatch(file.name):
                yield file, int(found[2])

    def _unavailable(self, error: OSError) -> SinkUnavailable:
        return SinkUnavailable(self._subject, error.strerror or str(error), "make room, or make it writable")


def _rows(changes: Iterable[Outgoing]) -> dict[ExportTable, list[Row]]:
    """Return the rows of the stories that readers see, each after the number of its change.

    One story after the other is read: thousands of them in memory would keep Python's garbage collector busy.
    """
    rows: dict[ExportTable, list[Row]] = {table: [] for table in STORY_TABLES}
    for change in changes:
        if change.story and change.story.document:
            shown = shown_story(change.story, change.others or Across())
            for table, exported in STORY_TABLES.items():
                rows[table] += [(change.n, *row) for row in exported.rows(shown)]
    return rows
