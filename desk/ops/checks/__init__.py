"""What ``wiredesk doctor`` looks at, one function a thing.  A check says what, where, and the way out; none raises."""

from __future__ import annotations

from collections.abc import Callable

from desk.ops.checks.broker_check import broker
from desk.ops.checks.check import Check
from desk.ops.checks.host import clocks, home, variables, versions
from desk.ops.checks.model_check import model
from desk.ops.checks.processes import flower, workers
from desk.ops.checks.store_check import database, store
from wiredesk.errors import EXIT_UNAVAILABLE, WiredeskError
from wiredesk.settings import Settings

__all__ = ["Check", "checks"]

LOOKS: tuple[Callable[[Settings], Check], ...] = (
    versions, variables, home, store, database, broker, clocks, workers, flower, model,
)  # fmt: skip
"""In the order in which a person would look."""


def checks(settings: Settings) -> list[Check]:
    """Every check."""
    return [safely(look, settings) for look in LOOKS]


def safely(look: Callable[[Settings], Check], settings: Settings) -> Check:
    """The look's answer; an error is one, too."""
    try:
        return look(settings)
    except WiredeskError as error:
        return Check(look.__name__, "error", f"{error.subject}: {error.cause}", error.hint, error.exit_code)
    except Exception as error:
        return Check(look.__name__, "error", f"{type(error).__name__}: {error}", exit_code=EXIT_UNAVAILABLE)
