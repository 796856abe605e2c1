"""The sources that producers follow: none is silent for longer than usual, and no service number is missing."""

from __future__ import annotations

from collections.abc import Iterator

from desk.ops.checks.check import Check, Problem, first_problem
from desk.ops.checks.store_check import has_schema
from desk.queries.source_list import ListedSource, list_sources
from desk.views.durations import duration
from wiredesk.settings import Settings
from wiredesk.store import Store


def sources(settings: Settings) -> Check:
    """Check when each source was heard.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    opened = Store(settings.store, pooled=False)
    if not has_schema(opened):
        return Check("sources", "ok", "none followed, the store is empty")
    with opened.read() as connection:
        found = list_sources(connection)
    opened.close()
    problems = [problem for one in found for problem in _problems(one)]
    return first_problem("sources", f"{len(found)} followed, none silent" if found else "none followed", *problems)


def _problems(one: ListedSource) -> Iterator[Problem]:
    """Yield what is wrong with a source, the worst first."""
    if one.state == "silent":
        hint = (
            f"check the line and the producer; if nobody follows it any longer: wiredesk sources --forget '{one.name}'"
        )
        yield "warning", f"{one.name} is silent: no new story for {duration(one.silent_seconds)}", hint, 0
    if one.problem:
        yield "warning", f"{one.label} is not read: {one.problem}", "wiredesk sources list shows all of them", 0
    if one.missing:
        message = f"{one.name}: {one.missing:,} service numbers are missing: {', '.join(one.missing_lines[:5])}"
        yield "warning", message, "ask the agency for them", 0
