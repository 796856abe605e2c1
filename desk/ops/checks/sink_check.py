"""The sinks of wire.toml: a process delivers to each, none is paused, failing or far behind."""

from __future__ import annotations

from collections.abc import Iterator

from desk.ops.checks.check import Check, Problem, first_problem
from desk.ops.checks.store_check import has_schema
from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import SinkRow, sink_rows, watch_progress
from desk.sinks.sink_registry import read_sinks
from wiredesk.settings import Settings, config_file
from wiredesk.store import Store, watch_state

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
        has_watches = any(row.active for row in watch_state.read_all(connection))
        watches = watch_progress(connection) if has_watches else None
    opened.close()
    problems = [problem for row in rows for problem in _problems(row, is_configured=row.type is not None)]
    problems += _watch_problems(watches)
    return first_problem("sinks", ", ".join(map(_line, rows)) or "none configured", *problems)


def _line(row: SinkRow) -> str:
    of = row.changes
    behind = f", {of.behind:,} behind" if of.behind else ""
    refused = f", {of.parked:,} refused" if of.parked else ""
    alerts = f", {row.alerts.behind:,} alerts waiting" if row.alerts and row.alerts.behind else ""
    return f"{row.name} {of.state}{behind}{refused}{alerts}"


def _watch_problems(watches: ReadProgress | None) -> Iterator[Problem]:
    """Yield what keeps the watches from looking at changes."""
    if watches is None:
        return
    if watches.state == "failing":
        yield "warning", f"the watches fail: {watches.error}", "see the log of wiredesk deliver", 0
    elif watches.behind and not watches.is_held:
        yield "warning", f"nobody asks the watches: {watches.behind:,} changes wait", "start it: wiredesk deliver", 0
    elif (watches.lag_seconds or 0) > MAX_LAG_SECONDS:
        yield "warning", f"a change has waited {watches.lag_seconds:.0f} s for the watches", "wiredesk watch list", 0


def _problems(row: SinkRow, *, is_configured: bool) -> Iterator[Problem]:
    """Yield what is wrong with a sink, the worst first."""
    name = f"sink {row.name}"
    if not is_configured:
        yield "warning", f"{name} is not in {config_file()}", f"wiredesk sinks forget {row.name}, or configure it", 0
        return
    for what, of in (("change", row.changes), ("message of watches", row.alerts)):
        if of is None:
            continue
        if of.state == "paused":
            yield "warning", f"{name} is paused: {of.error}", f"wiredesk sinks resume {row.name}", 0
        elif not of.is_held:
            yield "warning", f"nobody delivers to {name}", "start it: wiredesk deliver", 0
        elif of.state == "failing":
            yield "warning", f"{name} fails: {of.error}", "wiredesk sinks list shows when it is tried again", 0
        elif (of.lag_seconds or 0) > MAX_LAG_SECONDS:
            hint = "raise its batch or lanes; if it sends nothing at all, restart wiredesk deliver"
            yield "warning", f"a {what} has waited {of.lag_seconds:.0f} s for {name}", hint, 0
        if of.parked:
            plural = f"{what.partition(' ')[0]}s{what.removeprefix(what.partition(' ')[0])}"
            yield "warning", f"{name} refused {of.parked:,} {plural}", f"wiredesk sinks refused {row.name}", 0
