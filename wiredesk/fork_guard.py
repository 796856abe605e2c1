"""Prevent a fork while a thread of the parent uses the store.

A forked child inherits SQLite's bookkeeping of the files that its parent has open, but none of the locks: it would take
the parent's lock for its own, or wait for ever for one that no thread in it will release ("Do not carry a connection
through a fork", sqlite.org/howtocorrupt.html, 2.6). So the parent keeps no connection open, and :func:`no_fork` delays
the fork of a new child while the reconciler has one.

The lock is a module global because a fork affects the whole process.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_lock = threading.RLock()


@cache
def _register() -> None:
    """Make every fork of this process take the lock; once, for the hooks cannot be removed."""
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


@contextmanager
def no_fork() -> Iterator[None]:
    """Block every other thread that wants to fork this process until the block ends."""
    _register()
    with _lock:
        yield
