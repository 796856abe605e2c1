"""Count what a source delivers, until a transaction writes it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import UnsupportedOperation
from typing import BinaryIO

from wiredesk.service_numbers import ServiceNumber, parse_service_number
from wiredesk.store.ledger import Arrival, Disposition
from wiredesk.store.source_health import Heard

_NOTHING = Heard()


@dataclass(frozen=True, slots=True)
class Tally:
    """What a source delivered besides the stories of its batch; written in the batch's transaction."""

    heard: Heard = _NOTHING
    numbers: tuple[ServiceNumber, ...] = ()
    silent_after: float | None = None
    """As configured; see :class:`~producer.sources.source_config.SourceConfig`."""
    is_first: bool = False
    """Whether the source begins to be followed."""

    def __bool__(self) -> bool:
        return bool(self.heard or self.numbers or self.is_first)

    def __add__(self, other: Tally) -> Tally:
        heard, numbers = self.heard + other.heard, self.numbers + other.numbers
        return replace(self, heard=heard, numbers=numbers, is_first=self.is_first or other.is_first)


class SourceTally:
    """Collects what a source delivers.  Safe to use from several threads."""

    def __init__(self, silent_after: float | None) -> None:
        self._lock = threading.Lock()
        self._none = Tally(silent_after=silent_after)
        self._waiting = replace(self._none, is_first=True)

    def note(self, *, number: str = "", **counts: int) -> None:
        """Add to the counts, whose names are those of :class:`~wiredesk.store.source_health.Heard`."""
        found = parse_service_number(number) if number else None
        with self._lock:
            self._waiting += Tally(Heard(**counts), (found,) if found else ())

    def take(self) -> Tally:
        """Return what was noted since the last call."""
        with self._lock:
            taken, self._waiting = self._waiting, self._none
        return taken

    def put_back(self, tally: Tally) -> None:
        """Keep what could not be written for the next transaction."""
        with self._lock:
            self._waiting = tally + self._waiting


def heard_stories(arrivals: Iterable[Arrival]) -> Heard:
    """Return what the ledger made of a source's stories."""
    made = [one.disposition for one in arrivals]
    new = made.count(Disposition.NEW) + made.count(Disposition.NEWER)
    return Heard(stories=new, known=made.count(Disposition.KNOWN), older=made.count(Disposition.OLDER))


def size_of(data: bytes | BinaryIO) -> int:
    """Return the size of a message or file in bytes; 0 for a stream that has none."""
    if isinstance(data, bytes):
        return len(data)
    try:
        return os.fstat(data.fileno()).st_size
    except (OSError, UnsupportedOperation):
        return 0
