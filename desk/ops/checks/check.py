"""The result of one check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from wiredesk.errors import EXIT_DONE

State = Literal["ok", "warning", "error"]
Problem = tuple[State, str, str, int]
"""State, message, hint and exit code of something that a check found."""


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check: its state, a message, and for a problem the hint that solves it."""

    name: str
    state: State
    message: str
    hint: str = ""
    exit_code: int = EXIT_DONE

    def as_json(self) -> dict[str, Any]:
        """Return the check as ``wiredesk doctor --json`` prints it; its keys are older than the attributes."""
        return {
            "name": self.name, "state": self.state, "says": self.message, "way_out": self.hint,
            "exit_code": self.exit_code,
        }  # fmt: skip


def first_problem(name: str, message: str, *problems: Problem | None) -> Check:
    """Return a check with the first error, else with the first warning, else with ``message`` alone.

    Args:
        message: what the check saw; a problem's own message is appended to it.
    """
    found = [problem for problem in problems if problem]
    for wanted in ("error", "warning"):
        for state, text, hint, code in found:
            if state == wanted:
                return Check(name, state, f"{message}; {text}" if message else text, hint, code)
    return Check(name, "ok", message)
