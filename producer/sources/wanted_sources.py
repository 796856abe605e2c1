"""Which sources this process is to follow: those of its ``wire.toml``, and those of the desk whose lease it has."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from producer.ingest.store_faults import passing_store_faults
from producer.sources.addresses import Network
from producer.sources.desk_kinds import desk_source
from producer.sources.public_address import hide_secrets
from producer.sources.source_config import SourceConfig
from wiredesk.errors import WiredeskError
from wiredesk.process_id import this_process
from wiredesk.safe_line import safe_line
from wiredesk.store import Store, source_rows
from wiredesk.store.source_rows import SourceRow
from wiredesk.store.types import database_time

RENEW_SECONDS = 5.0
"""Seconds between two renewals of the leases."""
MAX_PROBLEM_CHARACTERS = 300
FILE_HAS_IT = "wire.toml has the same source, and that one is followed"


@dataclass(frozen=True, slots=True)
class WantedSource:
    """A source as it is to be followed.  Another ``edition`` starts it again."""

    config: SourceConfig
    edition: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SourceLook:
    """What one look at the table of sources found."""

    wanted: dict[str, WantedSource] = field(default_factory=dict)
    """The sources to follow by the names of their rows."""
    problems: dict[str, str] = field(default_factory=dict)
    """Why others are not followed."""
    noted: dict[str, str] = field(default_factory=dict)
    """The problems that the table has."""
    may_change: bool = False
    """Whether a source may be started later: the desk has one, or one of the file is paused."""


class WantedSources:
    """Reads the table of sources, and keeps the leases.

    Args:
        store: has the table.
        in_file: the sources of ``wire.toml``.
        networks: private networks in which sources of the desk may be.
    """

    def __init__(self, store: Store, in_file: Sequence[SourceConfig], networks: Sequence[Network]) -> None:
        self._store, self._networks = store, tuple(networks)
        self.in_file = {source.name: source for source in in_file}
        self._holder = str(this_process())
        self._built: dict[str, WantedSource] = {}
        self._renewed_at = float("-inf")

    def look(self, busy: Collection[str]) -> SourceLook:
        """Return what is to be followed now.

        Args:
            busy: names of sources that are still read: their leases are kept, whatever the table says.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        rows, file_has = self._rows(busy)
        present = {row.name: row for row in rows if row.in_file}
        found = SourceLook(
            noted={row.name: row.problem or "" for row in rows if not row.paused},
            may_change=any(not row.in_file or (row.paused and row.name in self.in_file) for row in rows),
        )
        for name, config in self.in_file.items():
            row = present.get(name)
            if row is None or not row.paused:
                found.wanted[name] = WantedSource(config, (row.asked_at if row else None,))
        for row in rows:
            if row.in_file or row.paused or row.name in found.wanted:
                continue
            if row.follows in file_has:
                found.problems[row.name] = FILE_HAS_IT
            elif row.holder == self._holder:
                try:
                    found.wanted[row.name] = self._build(row)
                except WiredeskError as error:
                    found.problems[row.name] = str(error)
        return found

    def note(self, problems: Mapping[str, str], noted: Mapping[str, str]) -> None:
        """Write the problems that the table does not have yet, and delete those that are over.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        shown = {name: shown_problem(line) for name, line in problems.items()}
        changed = {name: line for name, line in shown.items() if name in noted and noted[name] != line}
        if changed:
            with passing_store_faults(self._store), self._store.write() as connection:
                source_rows.note_problems(connection, changed)

    def release(self, busy: Collection[str]) -> None:
        """Give the leases up, except those on sources that are still read.

        Raises:
            StoreUnavailable: the store does not answer; they expire.
        """
        with passing_store_faults(self._store), self._store.write() as connection:
            source_rows.release(connection, self._holder, busy)

    def _rows(self, busy: Collection[str]) -> tuple[list[SourceRow], set[str]]:
        """Return the rows, after leases were taken, renewed and given up, and what ``wire.toml`` files have."""
        with passing_store_faults(self._store), self._store.read() as connection:
            rows, present = source_rows.read_all(connection), database_time(connection)
        file_has = {row.follows for row in rows if row.in_file and row.is_followed(present)} | set(self.in_file)
        wanted = {row.name for row in rows if not (row.in_file or row.paused or row.follows in file_has)}
        mine = {row.name for row in rows if row.holder == self._holder}
        free = {row.name for row in rows if row.name in wanted - mine and row.is_free(present)}
        left = mine - wanted - set(busy)
        if not (free or left) and time.monotonic() - self._renewed_at < RENEW_SECONDS:
            return rows, file_has
        with passing_store_faults(self._store), self._store.write() as connection:
            kinds = [(name, str(getattr(one, "type", ""))) for name, one in self.in_file.items()]
            source_rows.keep_file_rows(connection, kinds)
            source_rows.hold(connection, wanted | (mine - left), self._holder)
            source_rows.release(connection, self._holder, wanted | set(busy))
            rows = source_rows.read_all(connection)
        self._renewed_at = time.monotonic()
        return rows, file_has

    def _build(self, row: SourceRow) -> WantedSource:
        """Return a source of the desk, built again when it was changed."""
        edition = (row.kind, tuple(sorted(row.given.items())), row.asked_at)
        built = self._built.get(row.name)
        if built is None or built.edition != edition:
            config = desk_source(f"source {row.name}", row.kind, row.given, self._networks)
            built = self._built[row.name] = WantedSource(config, edition)
        return built


def shown_problem(line: str) -> str:
    """Return an error as a list of sources shows it: one line without secrets."""
    return safe_line(hide_secrets(" ".join(line.split())))[:MAX_PROBLEM_CHARACTERS]
