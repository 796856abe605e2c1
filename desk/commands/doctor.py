"""``wiredesk doctor``: check every part of the deployment and show where each setting comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli_context import settings_of
from desk.ops.effective_settings import effective_settings
from desk.views.terminal import console
from wiredesk.errors import EXIT_DONE
from wiredesk.settings import unknown_variables

if TYPE_CHECKING:
    from desk.ops.checks import Check

SYMBOLS = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "error": "[red]✗[/]"}


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="leave out the check that loads the models")] = False,
) -> None:
    """Check broker, queues, workers, store, model and settings, and say how to fix problems.

    Each check is printed when it ends; the one that loads the models is the last. Exits with 0, or with the exit code
    of the first error.

    Example: wiredesk doctor --json
    """
    from desk.ops.checks import run_checks  # lazy: it imports Celery, which --help does not need

    settings = settings_of(context)
    checks = run_checks(settings, fast=fast)
    origins = effective_settings(settings, context.obj or {})
    if as_json:
        found = list(checks)
        document = {"checks": [check.as_json() for check in found], "settings": origins, "exit": _exit_code(found)}
        typer.echo(json.dumps(document | {"unknown_variables": unknown_variables()}))
        raise typer.Exit(_exit_code(found))
    out, found = console(), []
    for check in checks:
        found.append(check)
        out.print(f"{SYMBOLS[check.state]} [bold]{check.name:<12}[/]", end="")
        out.print(check.message + (f"\n               → {check.hint}" if check.hint else ""), markup=False)
    out.print("\n[bold]settings[/]")
    for row in origins:
        out.print(f"  {row['name']:<20}{row['value']}", end="", markup=False)
        out.print(f"  [dim]{row['origin']}[/]")
    raise typer.Exit(_exit_code(found))


def _exit_code(found: Sequence[Check]) -> int:
    return next((check.exit_code for check in found if check.state == "error"), EXIT_DONE)
