"""``wiredesk doctor``: is everything there, does it answer, and where does each setting come from."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from desk.cli_context import console, settings_of
from wiredesk.errors import EXIT_DONE

MARKS = {"ok": "[green]✓[/]", "warning": "[yellow]![/]", "error": "[red]✗[/]"}


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Check broker, queues, workers, store, model and settings, and say how to mend what is wrong.

    Exits with 0, or with the code of the first thing that is wrong.

    Example: wiredesk doctor --json
    """
    from desk.ops.checks import checks
    from wiredesk.settings import unknown_variables

    settings = settings_of(context)
    found = checks(settings)
    origins = _settings(settings, {name: value for name, value in (context.obj or {}).items() if value})
    code = next((check.exit_code for check in found if check.state == "error"), EXIT_DONE)
    if as_json:
        document = {"checks": [asdict(check) for check in found], "settings": origins, "exit": code}
        typer.echo(json.dumps(document | {"unknown_variables": unknown_variables()}))
        raise typer.Exit(code)
    out = console()
    for check in found:
        out.print(f"{MARKS[check.state]} [bold]{check.name:<12}[/]", end="")
        out.print(check.says + (f"\n               → {check.hint}" if check.hint else ""), markup=False)
    out.print("\n[bold]settings[/]")
    for row in origins:
        out.print(f"  {row['name']:<20}{row['value']}", end="", markup=False)
        out.print(f"  [dim]{row['origin']}[/]")
    raise typer.Exit(code)


def _settings(settings: Any, flags: dict[str, Any]) -> list[dict[str, str]]:
    from wiredesk.settings import origin_of, without_secret

    rows = []
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        shown = without_secret(value) if name.endswith("_url") and value else value
        rows.append({"name": name, "value": str(shown), "origin": origin_of(name, flags)})
    return rows
