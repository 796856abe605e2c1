"""``wiredesk backup``: copy the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from wiredesk.store.backup import backup as copy_store


def backup(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="SQLite: a database file; PostgreSQL: an archive for pg_restore")
    ],
) -> None:
    """Copy the store into a file while producers and workers continue.

    Example: wiredesk backup /backup/wire.db
    """
    copy_store(store_of(settings_of(context)), file)
    typer.echo(f"{file}: {file.stat().st_size:,} bytes")
