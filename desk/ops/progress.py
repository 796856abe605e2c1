"""Progress of a run, read from the ledger: a bar on a terminal, otherwise a line every ten seconds."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from producer.ingest.batch import IngestTotals
from wiredesk.contract import OPEN_STATES, LedgerState
from wiredesk.safe_line import safe_line
from wiredesk.store import Store, ledger
from wiredesk.store.directory import name_key_rows
from wiredesk.store.linking import due

LINE_SECONDS = 10.0
"""Minimum seconds between two progress lines where stderr is not a terminal."""


class Progress:
    """Counts the stories that ended since the run began, of those that were pending or arrived."""

    def __init__(self, store: Store, console: Console) -> None:
        self._store, self._console = store, console
        with store.read() as connection:
            self._before = ledger.counts(connection)
        self._counts = self._before
        self._printed, self._line = time.monotonic(), ""
        self._bar = Bar(
            TextColumn("[bold]reading the wire"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("stories"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: TaskID = self._bar.add_task("stories", total=None)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def tell(self, line: str) -> None:
        """Print a line beside the bar."""
        self._console.print(f"wiredesk: {safe_line(line)}", markup=False)

    def update(self, totals: IngestTotals) -> None:
        """Read the ledger and update the bar."""
        with self._store.read() as connection:
            self._counts = ledger.counts(connection)
        found = sum(self._counts.values()) - self._ended(self._before)
        done = self.ended()
        self._bar.update(self._task, total=found, completed=done)
        line = f"{done} of {found} stories read, {totals.new} new"
        if not self._console.is_terminal and line != self._line and time.monotonic() - self._printed > LINE_SECONDS:
            self._printed, self._line = time.monotonic(), line
            self.tell(line)

    def waiting(self) -> bool:
        """Return whether any story is still open: neither done nor quarantined, or done and not yet linked; or whether
        a name of the directory is not settled yet."""
        with self._store.read() as connection:
            self._counts = ledger.counts(connection)
            if any(self._counts[state] for state in OPEN_STATES) or due.is_any(connection):
                return True
            return bool(name_key_rows.waiting(connection, "", 1, only_ripe=False))

    def ended(self) -> int:
        """Return the number of stories that ended since the run began, as of the last update."""
        return self._ended(self._counts) - self._ended(self._before)

    def account(self) -> str:
        """Read the ledger, and return what became of the stories: ``12 stories done, 127 wait``."""
        with self._store.read() as connection:
            self._counts = ledger.counts(connection)
        done = self.ended() - self.quarantined()
        parts = [f"{done} {'story' if done == 1 else 'stories'} done"]
        if self.quarantined():
            parts.append(f"{self.quarantined()} quarantined")
        parts.append(f"{sum(self._counts[state] for state in OPEN_STATES)} wait")
        return ", ".join(parts)

    def quarantined(self) -> int:
        """Return the number of stories quarantined since the run began, as of the last update."""
        return self._counts[LedgerState.QUARANTINED] - self._before[LedgerState.QUARANTINED]

    @staticmethod
    def _ended(counts: dict[str, int]) -> int:
        return sum(number for state, number in counts.items() if state not in OPEN_STATES)
