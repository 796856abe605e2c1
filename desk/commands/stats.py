"""``wiredesk stats``: volume and speed."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from desk.cli_context import CountedIn, settings_of, store_of
from desk.queries.counting_window import parse_window
from desk.queries.statistics import Statistics, statistics
from desk.views.language_tiers import tier_counts
from desk.views.records import statistics_record
from desk.views.sanitize import short
from desk.views.terminal import paged, print_json_lines
from desk.views.thread_view import counted
from wiredesk.event_types import type_words


def stats(
    context: typer.Context,
    window: CountedIn = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Print story counts, throughput, delays and the things that most stories mention.

    Example: wiredesk stats --json
    """
    with store_of(settings_of(context)).read() as connection:
        found = statistics(connection, parse_window(connection, window or ""))
    if as_json:
        print_json_lines([statistics_record(found)])
        return
    with paged() as out:
        out.print(_table(found))


def _table(found: Statistics) -> Table:
    rate = found.throughput
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_row("visible", counted(found.visible, "story", "stories"))
    table.add_row("ledger", ", ".join(f"{count:,} {state}" for state, count in found.states.items()))
    table.add_row(
        "extracted", f"{rate.stories_per_second:.1f} stories/s, {rate.words_per_second:,.0f} words/s "
        f"(last {rate.seconds / 60:.0f} min)"
    )  # fmt: skip
    if rate.delays:
        table.add_row("publish to stored", f"{rate.delay(0.5):.1f} s median, {rate.delay(0.95):.1f} s 95th percentile")
    table.add_row("sources", ", ".join(f"{short(name)} {count}" for name, count in found.sources))
    for language, tiers in found.languages.items():
        table.add_row(f"language {language or 'unknown'}", tier_counts(tiers))
    for page, ranked in found.top.items():
        table.add_row(f"{page}, {found.window.words}", ", ".join(f"{short(one.name)} {one.stories}" for one in ranked))
    if found.events:
        table.add_row("events", ", ".join(f"{type_words()[row.type].noun} {row.events:,}" for row in found.events[:10]))
    return table
