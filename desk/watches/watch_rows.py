"""The watches of ``wire.toml`` and of the store."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Connection

from desk.queries.stored_filters import unclear_names
from desk.sinks.sink import SinkConfig
from desk.watches.watch_config import Watch
from wiredesk.config_values import read_rows, validated
from wiredesk.errors import EXIT_USAGE, ConfigError, NotFound, WiredeskError
from wiredesk.store import checkpoints, watch_state
from wiredesk.store.watch_state import WatchRow

CHECKPOINT = "watches"
"""Checkpoint whose ``edition`` grows with each change of the watches, so that their readers notice it cheaply."""
FEED_BYTES = 24
"""192 random bits in the address of a watch's feeds."""


class WatchRefused(WiredeskError):
    """The watch cannot be kept."""

    exit_code = EXIT_USAGE


@dataclass(frozen=True, slots=True)
class KnownWatch:
    """A watch of the store; ``watch`` is None where this release does not understand it."""

    row: WatchRow
    watch: Watch | None
    problem: str


def read_watches(path: Path, sinks: Sequence[SinkConfig]) -> list[Watch]:
    """Return the watches of a ``wire.toml``, an empty list if the file does not exist.

    Raises:
        ConfigError: a watch is invalid, or names a sink that is not there; names it by its number.
    """
    found = []
    for subject, row in read_rows(path, "watch"):
        watch = validated(Watch, row, subject)
        if watch.filters.needs_reader:
            raise ConfigError(
                f"{subject}, query", "is:starred and is:read need a reader", "make it: wiredesk watch add"
            )
        if problem := sink_problem(watch, sinks):
            raise ConfigError(f"{subject}, sinks", problem, "correct it")
        found.append(watch)
    names = [watch.name for watch in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ConfigError(f"{path}: [[watch]] {twice}", "is configured twice", "give each watch a name of its own")
    return found


def sink_problem(watch: Watch, sinks: Sequence[SinkConfig]) -> str:
    """Return why a watch cannot use the sinks that it names; empty if it can."""
    takers = {sink.name for sink in sinks if sink.takes_alerts}
    known = {sink.name for sink in sinks}
    for name in watch.sinks:
        if name not in known:
            return f'there is no sink "{name}"; {_named(sorted(takers))}'
        if name not in takers:
            return f'sink "{name}" takes no alerts; {_named(sorted(takers))}'
    return ""


def _named(takers: Sequence[str]) -> str:
    return f"one of {', '.join(takers)}" if takers else "no sink of wire.toml takes alerts"


def known_watches(connection: Connection) -> list[KnownWatch]:
    """Return the watches of the store in the order of their names."""
    return [_known(row) for row in watch_state.read_all(connection)]


def known_watch(connection: Connection, name: str) -> KnownWatch:
    """Return a watch of the store.

    Raises:
        NotFound: there is none of that name.
    """
    if (row := watch_state.read(connection, name)) is None:
        raise NotFound(f"watch {name[:80]}", "does not exist", "wiredesk watch list")
    return _known(row)


def _known(row: WatchRow) -> KnownWatch:
    try:
        watch = Watch.model_validate({"name": row.name} | row.given).made_by(row.made_by)
        return KnownWatch(row, watch, row.problem or "")
    except ValidationError as error:
        return KnownWatch(row, None, error.errors()[0]["msg"].removeprefix("Value error, "))


def add_watch(connection: Connection, watch: Watch, *, by: str | None = None) -> str:
    """Add a watch, and return the secret part of the address of its feeds.

    Raises:
        WatchRefused: the name is taken.
    """
    if watch_state.read(connection, watch.name):
        hint = f"wiredesk watch remove {watch.name}, or another name"
        raise WatchRefused(f"watch {watch.name}", "already exists", hint)
    watch = watch.made_by(by)
    token = secrets.token_urlsafe(FEED_BYTES)
    watch_state.add(connection, watch.name, _given(watch), feed=feed_digest(token), by=by)
    watch_state.change(connection, watch.name, problem=unclear_names(connection, watch.filters) or None)
    checkpoints.count(connection, CHECKPOINT, edition=1)
    return token


def remove_watch(connection: Connection, name: str) -> None:
    """Remove a watch with what it found.

    Raises:
        NotFound: there is none of that name.
        WatchRefused: it is a row of ``wire.toml``.
    """
    row = known_watch(connection, name).row
    if row.in_file and row.active:
        raise WatchRefused(f"watch {name}", "is a row of wire.toml", "remove it there and restart wiredesk deliver")
    watch_state.remove(connection, name)
    checkpoints.count(connection, CHECKPOINT, edition=1)


def renew_feed(connection: Connection, name: str) -> str:
    """Give the feeds of a watch another address, and return its secret part; the one before no longer works.

    Raises:
        NotFound: there is no such watch.
    """
    token = secrets.token_urlsafe(FEED_BYTES)
    if not watch_state.change(connection, name, feed=feed_digest(token)):
        raise NotFound(f"watch {name[:80]}", "does not exist", "wiredesk watch list")
    return token


def feed_digest(token: str) -> str:
    """Return what the store keeps of the secret part of an address: it cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def keep_file_watches(connection: Connection, watches: Collection[Watch]) -> None:
    """Bring the store's copy of the watches of ``wire.toml`` along.

    A watch that is no longer in the file finds nothing more; what it found stays.  A row of the file takes the place of
    a watch of the same name that a command made.
    """
    known = {row.name: row for row in watch_state.read_all(connection)}
    given = {watch.name: _given(watch) for watch in watches}
    changed = False
    for name, fields in given.items():
        if (row := known.get(name)) is None:
            watch_state.add(connection, name, fields, in_file=True)
        elif row.given != fields or not (row.in_file and row.active):
            watch_state.change(connection, name, given=fields, in_file=True, active=True)
        else:
            continue
        changed = True
    for name, row in known.items():
        if row.in_file and row.active and name not in given:
            changed = watch_state.change(connection, name, active=False)
    if changed:
        checkpoints.count(connection, CHECKPOINT, edition=1)


def note_problems(connection: Connection, sinks: Sequence[SinkConfig] | None, *, only_known: bool) -> None:
    """Note why watches find or tell less than their readers may expect, and forget what no longer holds.

    Args:
        sinks: the sinks that there are; None: not known here.
        only_known: look only at watches that have a problem.
    """
    for one in known_watches(connection):
        if one.watch is None or not one.row.active or (only_known and not one.row.problem):
            continue
        problem = (sink_problem(one.watch, sinks) if sinks is not None else "") or unclear_names(
            connection, one.watch.filters
        )
        if problem != (one.row.problem or ""):
            watch_state.change(connection, one.row.name, problem=problem or None)


def edition(connection: Connection) -> int:
    """Return a number that changes whenever the watches do."""
    found: int = checkpoints.read(connection, CHECKPOINT).get("edition", 0)
    return found


def _given(watch: Watch) -> Mapping[str, object]:
    return {name: value for name, value in watch.stored().items() if name != "name"}
