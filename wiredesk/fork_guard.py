"""No fork while a thread of the parent talks to the store.

A forked child inherits SQLite's bookkeeping of the files that its parent has open, but none of the locks: it would
take the parent's lock for its own, or wait for ever for one that nobody in it will release ("Do not carry a connection
through a fork", sqlite.org/howtocorrupt.html, 2.6).  So the parent keeps no connection open, and :func:`no_fork` keeps
the fork of a new child waiting while its reconciler has one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.RLock()
_guarded: list[bool] = []


@contextmanager
def no_fork() -> Iterator[None]:
    """Nothing forks this process in the block, but the thread that runs it."""
    if not _guarded:
        _guarded.append(True)
        os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)
    with _lock:
        yield
