"""``wiredesk reconcile``: compare an agency's list of what it sent with the ledger."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli_context import settings_of, store_of
from desk.ops.rejected_ids import find_rejected
from desk.queries.id_list import parse_list
from desk.queries.reconciliation import ComparedId, ExtraStory, Found, Reconciliation, compare
from desk.views.sanitize import plain
from desk.views.terminal import console, print_json_lines
from wiredesk.errors import EXIT_DONE, EXIT_FAILURE, BadData

STDIN = "-"


def reconcile(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="LIST", help="file with the ids; - for the standard input")],
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="the agency: only its stories count", show_default=False)
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="with --source: tell what the ledger has of this day beyond the list",
            show_default=False,
        ),
    ] = None,
    column: Annotated[
        str | None, typer.Option(metavar="NAME", help="the column or key with the ids", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:  # fmt: skip
    """Compare an agency's list of ids with the ledger: what is there, and what is missing.

    The list is lines of text, CSV with a column of ids, or JSON lines; a column or key "version" is compared, too.
    Exit code 0: nothing is missing; 1: something is; 65: the list cannot be read.

    Example: wiredesk reconcile list.csv --source Reuters --day 2026-11-26

    Example: wiredesk reconcile - --json
    """
    if day and not source:
        raise typer.BadParameter("--day needs --source")
    listed = parse_list(_read(path), "standard input" if path == STDIN else path, column)
    settings = settings_of(context)
    with store_of(settings).read() as connection:
        found = compare(connection, listed, source, day.date() if day else None)
    found = _with_rejected(found, settings.home)
    if as_json:
        print_json_lines([_record(found, source, day.date() if day else None)])
    else:
        _print(found)
    raise typer.Exit(EXIT_DONE if found.is_complete else EXIT_FAILURE)


def _read(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BadData(path, error.strerror or str(error), "name a file with ids, or - for stdin") from None


def _with_rejected(found: Reconciliation, home: Path) -> Reconciliation:
    """Return the comparison with the missing entries that a rejected message contains."""
    missing = [one.listed.id for one in found.of(Found.MISSING)]
    files = find_rejected(home, missing) if missing else {}
    compared = [
        replace(one, found=Found.REJECTED, file=files[one.listed.id])
        if one.found is Found.MISSING and one.listed.id in files
        else one
        for one in found.compared
    ]
    return replace(found, compared=tuple(compared))


def _record(found: Reconciliation, source: str | None, day: date | None) -> dict[str, Any]:
    groups = {
        kind.value: [_entry(one) for one in found.of(kind)] for kind in Found if kind is not Found.THERE
    }  # fmt: skip
    return {
        "source": source, "day": day, "listed": len(found.compared), "there": len(found.of(Found.THERE)), **groups,
        "extra": [{"id": one.id, "version": one.version, "headline": one.headline} for one in found.extra],
        "complete": found.is_complete,
    }  # fmt: skip


def _entry(one: ComparedId) -> dict[str, Any]:
    return {
        "id": one.listed.id, "version": one.listed.version, "story": one.id, "versions": one.versions,
        "file": one.file,
    }  # fmt: skip


def _print(found: Reconciliation) -> None:
    out = console()
    for kind in Found:
        if kind is not Found.THERE:
            for one in found.of(kind):
                out.print(_line(one), markup=False, highlight=False, soft_wrap=True)
    for story in found.extra:
        out.print(_extra_line(story), markup=False, highlight=False, soft_wrap=True)
    counts = {kind.value.replace("_", " "): len(found.of(kind)) for kind in Found} | {"extra": len(found.extra)}
    parts = [f"{count:,} {name}" for name, count in counts.items() if count or name in ("there", "missing")]
    out.print(f"{len(found.compared):,} listed: {', '.join(parts)}", markup=False, highlight=False)


def _line(one: ComparedId) -> str:
    version = f" version {one.listed.version}" if one.listed.version else ""
    text = f"{one.found.value.replace('_', ' '):<13} {plain(one.listed.id)}{version}"
    if one.found is Found.OTHER_VERSION:
        return f"{text}; there: {', '.join(map(str, one.versions))}"
    return f"{text}; in {one.file}" if one.file else text


def _extra_line(one: ExtraStory) -> str:
    return f"{'extra':<13} {plain(one.id)} {plain(one.headline)}"
