"""The context of every command: resolved settings and an open store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wiredesk.errors import NotFound
from wiredesk.settings import Settings, load

if TYPE_CHECKING:
    from wiredesk.store import Store

MinScore = Annotated[
    float | None,
    typer.Option(
        "--min-score",
        min=0,
        max=1,
        metavar="0-1",
        help="leave out results with a lower score; default: the setting min_score",
        show_default=False,
    ),
]
"""The option of every command that prints results."""
CountedIn = Annotated[
    str | None,
    typer.Option(
        "--window",
        metavar="1h|24h|7d|30d|all",
        help="count stories that arrived in this time; default: the shortest from 24h on that has any",
        show_default=False,
    ),
]
"""The option of every command that counts the stories of things."""


def settings_of(context: typer.Context, **flags: Any) -> Settings:
    """Resolve the settings: flags of the verb, then flags before the verb, environment, file, defaults.

    Args:
        flags: settings that the verb's own options give; None means that the option was not given.

    Raises:
        ConfigError: a value is invalid.
    """
    return load(**(context.obj or {}) | flags)


def store_of(settings: Settings) -> Store:
    """Open the store for reading.

    Raises:
        NotFound: the embedded store does not exist yet.
        StoreUnavailable: the store does not answer.
    """
    from wiredesk.store import open_store  # lazy: SQLAlchemy takes longer to import than most verbs take to run

    path = settings.home / "wire.db"
    if not settings.store_url and not path.is_file():
        raise NotFound(f"store {path}", "does not exist yet", "create it: wiredesk run SOURCE…")
    return open_store(settings)
