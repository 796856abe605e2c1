"""``wiredesk migrate``: the store's schema."""

from __future__ import annotations

import typer

from desk.cli_context import settings_of
from wiredesk.store import open_store
from wiredesk.store.migrate import schema
from wiredesk.store.tables import REVISION


def migrate(context: typer.Context) -> None:
    """Create the store, or migrate it to the schema of this release.

    Example: wiredesk --store postgresql://wire@localhost/wire migrate
    """
    store = open_store(settings_of(context))
    with store.read() as connection:
        found = schema(connection)
    revision, oldest = found or (REVISION, REVISION)
    typer.echo(f"{store} is at schema {revision}" + (f", compatible from {oldest}" if oldest != revision else ""))
