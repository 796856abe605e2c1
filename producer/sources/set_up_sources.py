"""The sources that a program follows: those that it names, and those set up in ``wire.toml`` and at the desk."""

from __future__ import annotations

from collections.abc import Sequence

from producer.ingest.intake import Source
from producer.sources.source_config import SourceConfig
from producer.sources.source_follower import SourceFollower
from producer.sources.source_registry import checked_sources, runnable_sources
from producer.sources.wanted_sources import WantedSources
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store, source_rows


def followed_sources(
    store: Store,
    settings: Settings,
    named: Sequence[SourceConfig],
    in_file: Sequence[SourceConfig] | None,
    *,
    waits: bool,
) -> list[Source]:
    """Return the sources to run.

    Args:
        store: has the sources of the desk.
        settings: has the networks in which those may be.
        named: sources that the command line names.
        in_file: those of ``wire.toml``; None: follow only the named ones.
        waits: go on while nothing is set up.

    Raises:
        ConfigError: a source is configured twice.
    """
    checked = checked_sources([*named, *(in_file or ())])
    of_program = list(runnable_sources(checked[: len(named)]))
    if in_file is None:
        return of_program
    wanted = WantedSources(store, checked[len(named) :], settings.source_networks)
    return [*of_program, SourceFollower(wanted, waits=waits)]


def has_desk_sources(settings: Settings) -> bool:
    """Return whether any source was set up at the desk.

    Raises:
        StoreUnavailable, ConfigError: the store cannot be opened.
    """
    if not settings.store_url and not (settings.home / "wire.db").is_file():
        return False
    store = open_store(settings)
    try:
        with store.read() as connection:
            return any(not row.in_file for row in source_rows.read_all(connection))
    finally:
        store.close()
