"""Places for the connections of a server: so many in all, so many for each client address.

A client that holds a place without using it gives it up to a client that needs one.  So connections that send nothing
can never shut a server, and one address can never shut it for the others.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field


def _nothing() -> None:
    return None


@dataclass(eq=False, slots=True)
class Visitor:
    """One connection, or one request, that wants a place."""

    address: str
    dismiss: Callable[[], object] = _nothing
    """Ends the connection; is called when another client gets its place."""
    waiting_since: float | None = field(default_factory=time.monotonic)
    """Second of the monotonic clock since which it has been sending nothing useful; None while it is served."""


class ClientPlaces:
    """Admits visitors while there are places.  Safe to use from several threads.

    Args:
        total: places in all.
        per_address: places for one client address.
    """

    def __init__(self, total: int, per_address: int) -> None:
        self._total, self._per_address = total, per_address
        self._inside: set[Visitor] = set()
        self._lock = threading.Lock()

    def admit(self, visitor: Visitor) -> bool:
        """Give a visitor a place; return False if all places are taken by visitors that are served.

        Of an address that has all its places, the visitor that waits longest is dismissed for it; if no place is left
        at all, one of the address that has most.
        """
        with self._lock:
            own = [one for one in self._inside if one.address == visitor.address]
            dismissed = None
            if len(own) >= self._per_address:
                dismissed = _longest_waiting(own)
            elif len(self._inside) >= self._total:
                dismissed = self._of_the_largest_address()
            else:
                self._inside.add(visitor)
                return True
            if dismissed is None:
                return False
            self._inside.remove(dismissed)
            self._inside.add(visitor)
        dismissed.dismiss()
        return True

    def leave(self, visitor: Visitor) -> None:
        """Give a place back; may be called twice."""
        with self._lock:
            self._inside.discard(visitor)

    def _of_the_largest_address(self) -> Visitor | None:
        waiting = [one for one in self._inside if one.waiting_since is not None]
        if not waiting:
            return None
        counts = Counter(one.address for one in self._inside)
        largest = max(counts[one.address] for one in waiting)
        return _longest_waiting([one for one in waiting if counts[one.address] == largest])


def _longest_waiting(visitors: list[Visitor]) -> Visitor | None:
    waiting = [(one.waiting_since, one) for one in visitors if one.waiting_since is not None]
    return min(waiting, key=lambda pair: pair[0])[1] if waiting else None
