"""What a command works with: the resolved settings and an open store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console

from wiredesk.errors import NotFound

if TYPE_CHECKING:
    from wiredesk.settings import Settings
    from wiredesk.store import Store


def settings_of(context: typer.Context) -> Settings:
    """The settings, with the flags given before the verb.

    Raises:
        ConfigError: a value does not fit.
    """
    from wiredesk.settings import load

    return load(**(context.obj or {}))


def store_of(settings: Settings) -> Store:
    """The store to read from.

    Raises:
        NotFound: there is none yet.
        StoreUnavailable: it does not answer.
    """
    from wiredesk.store import open_store

    path = settings.home / "wire.db"
    if not settings.store_url and not path.is_file():
        raise NotFound(f"store {path}", "is not there yet", "feed it first: wiredesk run SOURCE…")
    return open_store(settings)


def console(*, err: bool = False) -> Console:
    """A console that knows NO_COLOR and whether it writes to a terminal."""
    return Console(stderr=err, highlight=False, soft_wrap=True)
