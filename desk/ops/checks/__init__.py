"""The checks of ``wiredesk doctor``, one function each.

A check changes nothing and raises nothing through :func:`run_check`; it says what is wrong, where, and how to fix it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desk.ops.checks.broker_check import broker
from desk.ops.checks.check import Check
from desk.ops.checks.host import clocks, home, variables, versions
from desk.ops.checks.knowledge_check import knowledge
from desk.ops.checks.language_check import languages
from desk.ops.checks.model_check import model
from desk.ops.checks.names_check import names
from desk.ops.checks.processes import flower, workers
from desk.ops.checks.sink_check import sinks
from desk.ops.checks.source_check import sources
from desk.ops.checks.store_check import database, store
from wiredesk.errors import EXIT_UNAVAILABLE, WiredeskError
from wiredesk.settings import Settings

__all__ = ["CHECKS", "Check", "run_check", "run_checks"]

CHECKS: tuple[Callable[[Settings], Check], ...] = (
    versions, variables, home, store, database, broker, clocks, workers, languages, names, sources, sinks, flower,
    knowledge,
    model,
)  # fmt: skip
"""All checks in the order in which they run and are printed."""


SLOW = frozenset({model})
"""Checks that take seconds on a healthy host: they load the models."""


def run_checks(settings: Settings, *, fast: bool = False) -> Iterator[Check]:
    """Run the checks one after the other, and yield what each found when it ends.

    Args:
        fast: leave out those of :data:`SLOW`.
    """
    for check in CHECKS:
        if not (fast and check in SLOW):
            yield run_check(check, settings)


def run_check(check: Callable[[Settings], Check], settings: Settings) -> Check:
    """Run one check; whatever it raises becomes an error of this check."""
    try:
        return check(settings)
    except WiredeskError as error:
        return Check(check.__name__, "error", f"{error.subject}: {error.cause}", error.hint, error.exit_code)
    except Exception as error:
        return Check(check.__name__, "error", f"{type(error).__name__}: {error}", exit_code=EXIT_UNAVAILABLE)
