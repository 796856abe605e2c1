"""This process and this machine: packages, settings, the home folder and its disk, the clock."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version

from desk.ops.checks.check import Check
from wiredesk.errors import EXIT_CONFIG, EXIT_UNAVAILABLE, Unavailable
from wiredesk.settings import Settings, config_file, unknown_variables

PACKAGES = ("wiredesk", "celery", "kombu", "redis", "flower", "spacy", "thinc", "numpy", "sqlalchemy", "pydantic")
FEW_BYTES = 1_000_000_000
"""A disk with less free than this is about to be full."""
LEAST_BYTES = 50_000_000
"""A disk with less free than this takes no broker's file and no store."""
SKEW_SECONDS = 5.0
"""Clocks further apart than this mix up the order of what a host dates itself: files, logs, certificates."""


def versions(_settings: Settings) -> Check:
    """Of Python and of the packages that matter."""
    found = [f"Python {python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            return Check("versions", "error", f"{package} is not installed", "make setup installs it", EXIT_CONFIG)
    return Check("versions", "ok", ", ".join(found))


def variables(_settings: Settings) -> Check:
    """Names in the environment and in the file that look like settings and are none: misspelt, most likely."""
    unknown = [*unknown_variables(), *_unknown_lines()]
    if unknown:
        return Check("variables", "warning", f"unknown: {', '.join(unknown)}", "see the list of settings below")
    return Check("variables", "ok", "every WIREDESK_* name is a setting")


def _unknown_lines() -> list[str]:
    path = config_file()
    if not path.is_file():
        return []
    table = tomllib.loads(path.read_text(encoding="utf-8")).get("settings", {})
    return [f"{name} in {path}" for name in table if name not in Settings.model_fields]


def home(settings: Settings) -> Check:
    """The folder can be written, and its disk has room."""
    folder = settings.home.absolute()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        tempfile.TemporaryFile(dir=there).close()  # leaves nothing
    except OSError as error:
        says = f"{there} cannot be written: {error.strerror}"
        hint = "set WIREDESK_HOME to a folder that can"
        if settings.broker_url and settings.store_url:  # only rejects and signs of life are kept there
            return Check("home", "warning", says, hint)
        return Check("home", "error", says, hint, EXIT_CONFIG)
    free = shutil.disk_usage(there).free
    says = f"{folder}, {_size(free)} free"
    if free < LEAST_BYTES:
        return Check("home", "error", says, f"free some space on the disk of {_disk(there)}", EXIT_UNAVAILABLE)
    if free < FEW_BYTES:
        return Check("home", "warning", says, f"free some space on the disk of {_disk(there)}; wiredesk prune deletes")
    return Check("home", "ok", says)


def _disk(path: Path) -> Path:
    """Where the disk is mounted that holds a path."""
    return next(above for above in (path, *path.parents) if above.is_mount())


def _size(number: float) -> str:
    return f"{number / 1e9:,.1f} GB" if number >= 1e9 else f"{number / 1e6:,.0f} MB"


def clocks(settings: Settings) -> Check:
    """This host's clock against those of the database and the broker, where they are servers."""
    ahead = {}
    for name, look in (("database", _database_time), ("broker", _broker_time)):
        before = time.time()
        try:
            told = look(settings)
        except Unavailable:  # another check says so
            continue
        if told is not None:
            ahead[name] = (before + time.time()) / 2 - told
    if not ahead:
        return Check("clocks", "ok", "one machine, one clock")
    says = ", ".join(f"{abs(by):.1f} s {'ahead of' if by > 0 else 'behind'} the {name}'s" for name, by in ahead.items())
    if max(map(abs, ahead.values())) > SKEW_SECONDS:
        return Check("clocks", "warning", f"this host's is {says}", "run chrony or systemd-timesyncd on each host")
    return Check("clocks", "ok", f"this host's is {says}")


def _database_time(settings: Settings) -> float | None:
    from desk.queries.changes import clock
    from wiredesk.store import Store

    if not settings.store.startswith("postgresql"):
        return None
    store = Store(settings.store, pooled=False)
    try:
        with store.read() as connection:
            return clock(connection).timestamp()
    finally:
        store.close()


def _broker_time(settings: Settings) -> float | None:
    from wiredesk.queue.broker import clock

    return clock(settings) if settings.broker_url else None
