"""The sinks of wire.toml: a process delivers to each, none is paused, failing or far behind."""

from __future__ import annotations

from collections.abc import Iterator

from desk.ops.checks.check import Check, Problem, first_problem
from desk.ops.checks.store_check import has_schema
from desk.sinks.sink_list import SinkRow, sink_rows
from desk.sinks.sink_registry import read_sinks
from wiredesk.settings import Settings, config_file
from wiredesk.store import Store

MAX_LAG_SECONDS = 300
"""Time that a change waits for a sink above which the sink is too slow, or hangs."""


def sinks(settings: Settings) -> Check:
    """Check the delivery to each sink, as the process that delivers sees it.

    Raises:
        ConfigError: a sink of wire.toml is invalid.
        StoreUnavailable: the store does not answer.
    """
    configs = read_sinks(config_file())
    opened = Store(settings.store, pooled=False)
    if not has_schema(opened):
        message = f"{len(configs)} configured, the store is empty" if configs else "none configured"
        return Check("sinks", "ok", message)
    with opened.read() as connection:
        rows = sink_rows(connection, configs)
    opened.close()
    problems = [problem for row in rows for problem in _problems(row, is_configured=row.type is not None)]
    return first_problem("sinks", ", ".join(map(_line, rows)) or "none configured", *problems)


def _line(row: SinkRow) -> str:
    behind = f", {row.behind:,} behind" if row.behind else ""
    refused = f", {row.parked:,} refused" if row.parked else ""
    return f"{row.name} {row.state}{behind}{refused}"


def _problems(row: SinkRow, *, is_configured: bool) -> Iterator[Problem]:
    """Yield what is wrong with a sink, the worst first."""
    name = f"sink {row.name}"
    if not is_configured:
        yield "warning", f"{name} is not in {config_file()}", f"wiredesk sinks forget {row.name}, or configure it", 0
        return
    if row.state == "paused":
        yield "warning", f"{name} is paused: {row.error}", f"wiredesk sinks resume {row.name}", 0
    elif not row.is_held:
        yield "warning", f"nobody delivers to {name}", "start it: wiredesk deliver", 0
    elif row.state == "failing":
        yield "warning", f"{name} fails: {row.error}", "wiredesk sinks list shows when it is tried again", 0
    elif (row.lag_seconds or 0) > MAX_LAG_SECONDS:
        hint = "raise its batch or lanes; if it sends nothing at all, restart wiredesk deliver"
        yield "warning", f"a change has waited {row.lag_seconds:.0f} s for {name}", hint, 0
    if row.parked:
        yield "warning", f"{name} refused {row.parked:,} changes", f"wiredesk sinks refused {row.name}", 0
