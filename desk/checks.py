"""What ``wiredesk doctor`` looks at, one function a thing.  None of them raises."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any, Literal

from worker.errors import EXIT_CONFIG, EXIT_DONE, EXIT_UNAVAILABLE, WiredeskError
from worker.settings import Settings, unknown_variables, without_secret

State = Literal["ok", "warning", "error"]
OLD_SECONDS = 600
"""A story that has waited longer than this means that no worker keeps up."""
PACKAGES = ("wiredesk", "celery", "kombu", "redis", "flower", "spacy", "thinc", "numpy", "sqlalchemy", "pydantic")


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    state: State
    says: str
    way_out: str = ""
    exit_code: int = EXIT_DONE


def checks(settings: Settings) -> list[Check]:
    """Every check, in the order in which a person would look."""
    looks: tuple[Callable[[Settings], Check], ...] = (versions, variables, store, broker, workers, model)
    return [_safely(look, settings) for look in looks]


def _safely(look: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return look(settings)
    except WiredeskError as error:
        return Check(look.__name__, "error", f"{error.subject}: {error.cause}", error.way_out, error.exit_code)
    except Exception as error:
        return Check(look.__name__, "error", f"{type(error).__name__}: {error}", exit_code=EXIT_UNAVAILABLE)


def versions(_settings: Settings) -> Check:
    """Of Python and of the packages that matter."""
    found = [f"Python {python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            return Check("versions", "error", f"{package} is not installed", "make run sets everything up", EXIT_CONFIG)
    return Check("versions", "ok", ", ".join(found))


def variables(_settings: Settings) -> Check:
    """Names in the environment that look like settings and are none."""
    unknown = unknown_variables()
    if unknown:
        return Check("variables", "warning", f"unknown: {', '.join(unknown)}", "see the list of settings below")
    return Check("variables", "ok", "every WIREDESK_* name is a setting")


def store(settings: Settings) -> Check:
    """Reachable, of this release's schema, and not falling behind."""
    from worker.store import ledger, open_store

    if not settings.store_url and not (settings.home / "wire.db").is_file():
        return Check("store", "warning", f"none yet under {settings.home}", "wiredesk run SOURCE… makes it")
    opened = open_store(settings)
    with opened.read() as connection:
        counts = ledger.counts(connection)
        oldest = ledger.oldest_pending(connection)
    says = f"{opened}: " + ", ".join(f"{number} {state}" for state, number in counts.items())
    if counts["quarantined"]:
        return Check("store", "warning", says, "wiredesk quarantine list")
    if oldest is not None and oldest > OLD_SECONDS:
        return Check("store", "warning", f"{says}; the oldest waits {oldest:.0f} s", "start more workers")
    return Check("store", "ok", says)


def broker(settings: Settings) -> Check:
    """Reachable, with queues that are never evicted and a file that survives a restart."""
    from worker.broker import information, lengths
    from worker.embedded import answers, broker_url, server_program, socket_path

    if not settings.broker_url and not answers(socket_path(settings.home)):
        return Check("broker", "ok", f"embedded, not running; it would be {server_program()}")
    waiting = lengths(settings)
    info = information(settings)
    says = f"{without_secret(broker_url(settings))}, {info.get('server', 'Redis')}: "
    says += ", ".join(f"{number} {queue}" for queue, number in waiting.items())
    if info.get("maxmemory_policy", "noeviction") != "noeviction":
        policy = info["maxmemory_policy"]
        return Check("broker", "warning", f"{says}; evicts keys ({policy})", "set maxmemory-policy noeviction")
    if not info.get("aof_enabled", True):
        return Check("broker", "warning", f"{says}; no append-only file", "set appendonly yes: restarts lose less time")
    return Check("broker", "ok", says)


def workers(settings: Settings) -> Check:
    """Which workers answer."""
    from worker.celery import configured
    from worker.embedded import answers, socket_path

    if not settings.broker_url and not answers(socket_path(settings.home)):
        return Check("workers", "warning", "none: the embedded broker is not running", "celery -A worker worker")
    inspect: Any = configured(settings).control.inspect(timeout=1.5)
    found = inspect.stats() or {}
    if not found:
        return Check("workers", "warning", "none answers", "celery -A worker worker")
    children = sum(len(stats.get("pool", {}).get("processes", [])) for stats in found.values())
    return Check("workers", "ok", f"{', '.join(sorted(found))}; {children} children")


def model(settings: Settings) -> Check:
    """The spaCy model, loaded as a worker loads it."""
    from worker.blas import single_threaded

    single_threaded()
    from worker.pipeline import load

    pipeline = load(settings)
    pieces = ", ".join(f"{piece.name} {'on' if piece.applied else 'off: ' + piece.reason}" for piece in pipeline.turbo)
    return Check("model", "ok", f"{pipeline.engine.model}; turbo: {pieces or settings.turbo}")
