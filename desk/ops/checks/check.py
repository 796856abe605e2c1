"""What a look came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wiredesk.errors import EXIT_DONE

State = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    state: State
    says: str
    hint: str = ""
    exit_code: int = EXIT_DONE


def worst(name: str, says: str, *found: tuple[State, str, str, int] | None) -> Check:
    """The first error, else the first warning of what was found; with none, ``says`` is fine."""
    troubles = [one for one in found if one]
    for state in ("error", "warning"):
        for trouble, words, hint, code in troubles:
            if trouble == state:
                return Check(name, trouble, f"{says}; {words}" if says else words, hint, code)
    return Check(name, "ok", says)
