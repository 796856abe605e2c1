"""An attribution in the making."""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.contract import Span


@dataclass(slots=True)
class Draft:
    """Tokens in ``token``, ``cue`` (first and last), ``subject`` and ``verb``; code points in the rest."""

    token: int
    """The word that makes the cue."""
    cue: tuple[int, int]
    subject: int | None
    """Head of the source."""
    content: list[Span]
    source: Span | None = None
    frame: str = ""
    """The frame that it was read by."""
    verb: int | None = None
    """The verb that a noun or an adjective takes into its cue."""
