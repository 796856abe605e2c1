"""``wiredesk reprocess``, ``prune`` and ``backup``: what a store needs over the years."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from wiredesk.errors import EXIT_USAGE

DryRun = Annotated[bool, typer.Option("--dry-run", help="say how many, change nothing")]
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


def reprocess(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="accepted since: a date or time, or an age like 30d")] = "",
    engine_before: Annotated[str, typer.Option(help="read by a release older than this, like 0.2.0")] = "",
    every: Annotated[bool, typer.Option("--all", help="every story")] = False,
    dry_run: DryRun = False,
) -> None:
    """Send stories through the workers again, behind the live wire; old results stay until the new ones land.

    Example: wiredesk reprocess --engine-before 0.2.0 --since 90d
    """
    from wiredesk.store import maintenance

    if not (since or engine_before or every):
        _usage("say which: --since, --engine-before, or --all")
    moment = moment_of(since) if since else None
    store = store_of(settings_of(context))
    with store.read() as connection:
        seqs = maintenance.reprocessable(connection, since=moment, engine_before=engine_before or None)
    changed = 0
    for at in range(0, 0 if dry_run else len(seqs), maintenance.PART):
        with store.write() as connection:  # in parts: the live wire writes in between
            changed += maintenance.reprocess(connection, seqs[at : at + maintenance.PART])
    typer.echo(f"{len(seqs)} stories would be read again" if dry_run else f"{changed} stories wait to be read again")


def prune(
    context: typer.Context,
    older_than: Annotated[str, typer.Option(help="accepted before: an age like 90d or 12w, or a date")],
    dry_run: DryRun = False,
) -> None:
    """Delete stories, with their results, whose newest version is older than that.  What still waits stays.

    Example: wiredesk prune --older-than 90d --dry-run
    """
    from wiredesk.store import maintenance

    moment = moment_of(older_than)
    store = store_of(settings_of(context))
    with store.read() as connection:
        seqs = maintenance.prunable(connection, moment)
    gone = 0
    for at in range(0, 0 if dry_run else len(seqs), maintenance.PART):
        with store.write() as connection:
            gone += maintenance.prune(connection, seqs[at : at + maintenance.PART])
    if gone:
        with store.write() as connection:
            maintenance.compact(connection)
    count, word = (len(seqs), "would be deleted") if dry_run else (gone, "deleted")
    typer.echo(f"{count} versions accepted before {moment:%Y-%m-%d %H:%M} UTC {word}")


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="SQLite: a database; PostgreSQL: for pg_restore")],
) -> None:
    """Copy the store into a file while producers and workers go on.

    Example: wiredesk backup /backup/wire.db
    """
    from wiredesk.store.backup import backup as copy

    copy(store_of(settings_of(context)), file)
    typer.echo(f"{file}: {file.stat().st_size:,} bytes")


def moment_of(words: str) -> datetime:
    """``90d``, ``12w``, ``36h`` before now, or a date or time (UTC where it names no zone)."""
    age = re.fullmatch(r"(\d{1,5})\s*([hdw])", words.strip().lower())
    try:
        if age:
            return datetime.now(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
        moment = datetime.fromisoformat(words.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return _usage(f"{words!r} is neither an age like 90d nor a date like 2025-05-08")


def _usage(words: str) -> datetime:
    typer.echo(f"wiredesk: {words}", err=True)
    raise typer.Exit(EXIT_USAGE)
