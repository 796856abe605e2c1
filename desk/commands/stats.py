"""``wiredesk stats``: how much and how fast."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of


def stats(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Print what is on the desk, how fast it comes, and who is in it.

    Example: wiredesk stats --json
    """
    from desk.queries.statistics import figures
    from desk.views import terminal
    from desk.views.sanitize import short

    with store_of(settings_of(context)).read() as connection:
        found = figures(connection)
    pace = found.pace
    if as_json:
        value = asdict(found) | {
            "stories_per_second": pace.stories / pace.seconds,
            "words_per_second": pace.words / pace.seconds,
            "publish_to_stored": {"p50": pace.delay(0.5), "p95": pace.delay(0.95)},
        }
        del value["pace"]
        terminal.as_json([value])
        return
    from rich.table import Table

    sheet = Table(box=None, show_header=False, pad_edge=False)
    sheet.add_column(style="bold")
    sheet.add_column()
    sheet.add_row("on the desk", f"{found.in_sight:,} stories")
    sheet.add_row("ledger", ", ".join(f"{count:,} {state}" for state, count in found.states.items()))
    sheet.add_row(
        "read", f"{pace.stories / pace.seconds:.1f} stories/s, {pace.words / pace.seconds:,.0f} words/s "
        f"(last {pace.seconds / 60:.0f} min)"
    )  # fmt: skip
    if pace.delays:
        sheet.add_row("publish to stored", f"{pace.delay(0.5):.1f} s median, {pace.delay(0.95):.1f} s for 95 in 100")
    sheet.add_row("sources", ", ".join(f"{short(name)} {count}" for name, count in found.sources))
    for kind, ranked in found.top.items():
        sheet.add_row(kind, ", ".join(f"{short(one.name)} {one.stories}" for one in ranked))
    with terminal.paged() as out:
        out.print(sheet)
