"""The unfinished file of a build: what was read so far, and where to go on.  Each commit is a point to go on from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import orjson

from wiredesk.errors import AlreadyExists, WiredeskError
from wiredesk.kb.kb_names import keys_of
from wiredesk.kb.kb_records import KbCountryCode, KbRecord, KbRelation, KbRow
from wiredesk.kb.kb_tables import PART_TABLES

CACHE_KIB = 64 * 1024
"""Memory for pages of the file."""


class KbPart:
    """The file ``OUT.part`` beside the one that is built.

    Raises:
        AlreadyExists: another build writes into it.
        WiredeskError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with disk_errors(path):
            self.connection = sqlite3.connect(path, isolation_level=None, timeout=0)
            self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.connection.execute("PRAGMA journal_mode = WAL")
            self.connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            self.connection.executescript(PART_TABLES)
            self.connection.execute("BEGIN IMMEDIATE")

    def state(self, key: str) -> Any:
        """Return a value that was stored; None without it."""
        row = self.connection.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return orjson.loads(row[0]) if row else None

    def set_state(self, key: str, value: Any) -> None:
        """Store a value with the next commit."""
        row = (key, orjson.dumps(value).decode())
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", row)

    def add(self, rows: Sequence[KbRow], types: frozenset[str]) -> None:
        """Store rows; of two things with one id the first stays, and things of other types are left out."""
        for row in rows:
            if isinstance(row, KbRecord):
                if row.type in types:
                    self._add_record(row)
            elif isinstance(row, KbRelation):
                self.connection.execute("INSERT INTO relation VALUES (?, ?)", row)
            elif isinstance(row, KbCountryCode):
                self.connection.execute("INSERT OR IGNORE INTO country VALUES (?, ?)", row)
            else:
                self.connection.execute("INSERT OR IGNORE INTO word VALUES (?, ?)", row)

    def _add_record(self, record: KbRecord) -> None:
        links = self.connection.execute("SELECT links FROM anchor WHERE id = ?", (record.id,)).fetchone()
        if links:
            record = replace(record, prior=links[0])
        data = orjson.dumps(asdict(record))
        done = self.connection.execute("INSERT OR IGNORE INTO record VALUES (?, ?)", (record.id, data))
        if record.ref and record.ref != record.id:
            self.connection.execute("INSERT OR IGNORE INTO reference VALUES (?, ?)", (record.ref, record.id))
        names = keys_of(record).items() if done.rowcount else ()
        self.connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?)", [(key, record.id, weight, record.prior) for key, weight in names]
        )

    def things(self) -> int:
        """Return the number of things so far."""
        return int(self.connection.execute("SELECT count(*) FROM record").fetchone()[0])

    def commit(self) -> None:
        """Make what was read so far safe, and begin the next piece."""
        with disk_errors(self.path):
            self.connection.execute("COMMIT")
            self.connection.execute("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Close the file; what was not committed is lost."""
        with suppress(sqlite3.Error):
            self.connection.close()

    def remove(self) -> None:
        """Close the file and delete it."""
        self.close()
        remove_part(self.path)


def remove_part(path: Path) -> None:
    """Delete an unfinished file with its journal."""
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Say in one line why a file cannot be written.

    Raises:
        AlreadyExists: another process has locked it, or it is no file of this kind.
        WiredeskError: the disk is full or fails, or the folder is not there.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise AlreadyExists(f"file {path}", "is being written by another build", "wait for it") from None
        if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            raise AlreadyExists(f"file {path}", "is damaged", "begin again: --restart") from None
        if code in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            hint = "make room and run the same command again: it goes on where it was"
            raise WiredeskError(f"file {path}", f"the disk is full or fails ({error})", hint) from None
        hint = "name a file in a folder that can be written"
        raise WiredeskError(f"file {path}", f"cannot be written: {error}", hint) from None
