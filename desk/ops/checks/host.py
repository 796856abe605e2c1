"""This host: packages, settings, the home folder and its disk, the clock."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from desk.ops.checks.check import Check
from wiredesk.errors import EXIT_CONFIG, EXIT_UNAVAILABLE, Unavailable
from wiredesk.extras import EXTRAS, missing_modules
from wiredesk.queue.broker import clock
from wiredesk.settings import Settings, config_file, unknown_keys, unknown_variables
from wiredesk.store import Store
from wiredesk.store.types import database_time

PACKAGES = ("wiredesk", "celery", "kombu", "redis", "spacy", "thinc", "numpy", "sqlalchemy", "pydantic")
WARN_FREE_BYTES = 1_000_000_000
"""Free bytes of a disk below which it will soon be full."""
MIN_FREE_BYTES = 50_000_000
"""Free bytes of a disk below which it has no room for the broker's file and the store."""
MAX_SKEW_SECONDS = 5.0
"""Difference of two clocks above which the order of what each host dates itself is wrong: files, logs, certificates."""


def versions(_settings: Settings) -> Check:
    """Report the versions of Python and of the main packages."""
    found = [f"Python {python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            return Check("versions", "error", f"{package} is not installed", "make setup installs it", EXIT_CONFIG)
    found.append(f"extras {', '.join(extra for extra in EXTRAS if not missing_modules(extra)) or 'not installed'}")
    return Check("versions", "ok", ", ".join(found))


def variables(_settings: Settings) -> Check:
    """Report names in the environment and in wire.toml that look like settings but are not: usually misspelt."""
    unknown = [*unknown_variables(), *(f"{name} in {config_file()}" for name in unknown_keys())]
    if unknown:
        return Check("variables", "warning", f"unknown: {', '.join(unknown)}", "see the list of settings below")
    return Check("variables", "ok", "every WIREDESK_* name is a setting")


def home(settings: Settings) -> Check:
    """Check that the home folder is writable and that its disk has room."""
    folder = settings.home.absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        tempfile.TemporaryFile(dir=existing).close()  # leaves nothing
    except OSError as error:
        message = f"{existing} cannot be written: {error.strerror}"
        hint = "set WIREDESK_HOME to a folder that can be written"
        if settings.broker_url and settings.store_url:  # then the home holds rejects and heartbeats only
            return Check("home", "warning", message, hint)
        return Check("home", "error", message, hint, EXIT_CONFIG)
    free = shutil.disk_usage(existing).free
    message = f"{folder}, {_size(free)} free"
    hint = f"free some space on the disk of {_mount_point(existing)}"
    if free < MIN_FREE_BYTES:
        return Check("home", "error", message, hint, EXIT_UNAVAILABLE)
    if free < WARN_FREE_BYTES:
        return Check("home", "warning", message, f"{hint}; wiredesk prune deletes old stories")
    if folder.is_dir() and folder.stat().st_mode & stat.S_IRWXO:
        return Check("home", "warning", f"{message}; every user of this host can read it", f"chmod o-rwx {folder}")
    return Check("home", "ok", message)


def _mount_point(path: Path) -> Path:
    return next(above for above in (path, *path.parents) if above.is_mount())


def _size(number: float) -> str:
    return f"{number / 1e9:,.1f} GB" if number >= 1e9 else f"{number / 1e6:,.0f} MB"


def clocks(settings: Settings) -> Check:
    """Compare this host's clock with those of the database and the broker, where they are servers."""
    ahead = {}
    for name, read in (("database", _database_time), ("broker", _broker_time)):
        before = time.time()
        try:
            theirs = read(settings)
        except Unavailable:  # the check of this service reports it
            continue
        if theirs is not None:
            ahead[name] = (before + time.time()) / 2 - theirs
    if not ahead:
        return Check("clocks", "ok", "one machine, one clock")
    offsets = ", ".join(
        f"{abs(seconds):.1f} s {'ahead of' if seconds > 0 else 'behind'} the {name}'s"
        for name, seconds in ahead.items()
    )
    message = f"this host's clock is {offsets}"
    if max(map(abs, ahead.values())) > MAX_SKEW_SECONDS:
        return Check("clocks", "warning", message, "run chrony or systemd-timesyncd on each host")
    return Check("clocks", "ok", message)


def _database_time(settings: Settings) -> float | None:
    """Return the database server's clock in seconds since 1970; None for SQLite."""
    if not settings.store.startswith("postgresql"):
        return None
    store = Store(settings.store, pooled=False)
    try:
        with store.read() as connection:
            return database_time(connection).timestamp()
    finally:
        store.close()


def _broker_time(settings: Settings) -> float | None:
    """Return the broker's clock in seconds since 1970; None for the embedded broker."""
    return clock(settings) if settings.broker_url else None
