"""Prevent a fork while a thread of the parent uses the store.

A forked child inherits SQLite's bookkeeping of the files that its parent has open, but none of the locks: it would take
the parent's lock for its own, or wait for ever for one that no thread in it will release ("Do not carry a connection
through a fork", sqlite.org/howtocorrupt.html, 2.6). So no connection of the parent is open when it forks:
:func:`no_fork` delays the fork while a thread uses the store, and what :func:`close_before_fork` was told is closed
right before it.

The lock is a module global because a fork affects the whole process.
"""

from __future__ import annotations

import logging
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Protocol

log = logging.getLogger(__name__)
_lock = threading.RLock()
_closers: weakref.WeakSet[Closable] = weakref.WeakSet()


class Closable(Protocol):
    """A store as this module needs it."""

    def close_files(self) -> None:
        """Close what a forked child must not inherit."""


def close_before_fork(store: Closable) -> None:
    """Close the files of a store before each fork of this process, as long as somebody refers to the store.

    Its connections must be used under :func:`no_fork` only.
    """
    _register()
    _closers.add(store)


@cache
def _register() -> None:
    """Make every fork of this process take the lock; once, for the hooks cannot be removed."""
    os.register_at_fork(before=_before, after_in_parent=_lock.release, after_in_child=_lock.release)


def _before() -> None:
    _lock.acquire()
    for store in list(_closers):
        try:
            store.close_files()
        except Exception:  # the fork happens in any case, and its caller could do nothing about it
            log.exception("a store could not be closed before a fork")


@contextmanager
def no_fork() -> Iterator[None]:
    """Block every other thread that wants to fork this process until the block ends."""
    _register()
    with _lock:
        yield
