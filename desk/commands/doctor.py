"""``wiredesk doctor``: check every part of the deployment and show where each setting comes from."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from desk.cli_context import settings_of
from desk.views.terminal import console
from wiredesk.errors import EXIT_DONE
from wiredesk.settings import Settings, origin_of, unknown_variables, without_secret

SYMBOLS = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "error": "[red]✗[/]"}


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Check broker, queues, workers, store, model and settings, and say how to fix problems.

    Exits with 0, or with the exit code of the first error.

    Example: wiredesk doctor --json
    """
    from desk.ops.checks import run_checks  # lazy: it imports Celery, which --help does not need

    settings = settings_of(context)
    found = run_checks(settings)
    origins = _settings(settings, {name: value for name, value in (context.obj or {}).items() if value})
    code = next((check.exit_code for check in found if check.state == "error"), EXIT_DONE)
    if as_json:
        document = {"checks": [check.as_json() for check in found], "settings": origins, "exit": code}
        typer.echo(json.dumps(document | {"unknown_variables": unknown_variables()}))
        raise typer.Exit(code)
    out = console()
    for check in found:
        out.print(f"{SYMBOLS[check.state]} [bold]{check.name:<12}[/]", end="")
        out.print(check.message + (f"\n               → {check.hint}" if check.hint else ""), markup=False)
    out.print("\n[bold]settings[/]")
    for row in origins:
        out.print(f"  {row['name']:<20}{row['value']}", end="", markup=False)
        out.print(f"  [dim]{row['origin']}[/]")
    raise typer.Exit(code)


def _settings(settings: Settings, flags: dict[str, Any]) -> list[dict[str, str]]:
    """Return each setting with its value, without secrets, and its origin."""
    rows = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        shown = without_secret(value) if name.endswith("_url") and value else value
        rows.append({"name": name, "value": str(shown), "origin": origin_of(name, flags)})
    return rows
