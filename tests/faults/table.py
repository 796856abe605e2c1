"""The table of faults; the decorator :func:`row` registers a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.rig import Rig
from tests.faults.verdict import Verdict
from tests.support.models import MODEL
from tests.support.servers import PostgresServer


@dataclass
class Run:
    """The arguments of a row."""

    seed: int
    quick: bool
    _postgres: list[PostgresServer] = field(default_factory=list)
    name: str = ""

    def pick(self, quick: Any, full: Any) -> Any:
        """Return the value of the shortened schedule or that of the full one."""
        return quick if self.quick else full

    def rig(self, *, postgres: bool = False, real: bool = False, model: str = "", **env: str) -> Rig:
        """Return a rig for this row; ``real``: with the real model in the full run; ``model``: with this one."""
        model = MODEL if real and not self.quick else model
        return Rig(self.name, self.seed, postgres=self.postgres() if postgres else None, model=model, **env)

    def postgres(self) -> PostgresServer:
        if not self._postgres:
            self._postgres.append(PostgresServer(shared_buffers="16MB").create())
        return self._postgres[0]

    def close(self) -> None:
        while self._postgres:
            self._postgres.pop().remove()


Row = Callable[[Run], Verdict]
ROWS: dict[str, Row] = {}
FULL_ONLY: set[str] = set()
COVERS: dict[str, tuple[str, ...]] = {}


def row(name: str, *, full_only: bool = False, covers: tuple[str, ...] = ()) -> Callable[[Row], Row]:
    """Register a row.

    ``full_only``: the shortened schedule has a similar row.  ``covers``: ``make test`` runs it in place of these rows,
    because starting a worker takes most of the time.
    """

    def register(function: Row) -> Row:
        ROWS[name] = function
        if full_only:
            FULL_ONLY.add(name)
        if covers:
            COVERS[name] = covers
        return function

    return register


def rows(*, quick: bool, tests: bool = False) -> list[str]:
    """Return the names of the rows in the order in which they run; ``tests``: those that ``make test`` runs."""
    from tests.faults.rows import (  # noqa: F401
        brokers,
        days,
        directory,
        following,
        hosts,
        kills,
        languages,
        linking,
        load,
        poison,
        refusals,
        releases,
        sinks,
        stores,
        watches,
        wire,
    )

    covered = {name for names in COVERS.values() for name in names}
    apart = covered if tests else set(COVERS)
    return [name for name in ROWS if name not in apart and not (quick and name in FULL_ONLY)]


def run_row(name: str, run: Run) -> Verdict:
    run.name = name
    return ROWS[name](run)
