"""An attribution before the overlaps between attributions are resolved."""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.contract import Span


@dataclass(slots=True)
class QuoteCandidate:
    """What one word reports. ``token``, ``cue``, ``subject`` and ``verb`` are tokens, the spans are in characters."""

    token: int
    """The word that makes the cue."""
    cue: tuple[int, int]
    """First and last token of the cue."""
    subject: int | None
    """Head of the source."""
    content: list[Span]
    source: Span | None
    frame: str
    """Name of the quote frame that it was read by."""
    verb: int | None = None
    """The verb that a noun or an adjective takes into its cue."""
