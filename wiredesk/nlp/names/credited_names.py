"""The names of bylines, credits and sign-offs, which their form gives, in place of those that a model reads there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from wiredesk.nlp.mentions import Name
from wiredesk.nlp.tokens import Tokens
from wiredesk.zones.zone_span import ZoneSpan


def with_credited_names(tokens: Tokens, zones: Sequence[ZoneSpan], names: list[Name]) -> list[Name]:
    """Return the names in order: in zones whose form gives names those, elsewhere the given ones."""
    formed = [span for span in zones if span.names is not None]
    if not formed:
        return names
    taken = [False] * len(tokens)
    found: list[Name] = []
    for span in formed:
        first, last = bisect_left(tokens.start, span.start), bisect_left(tokens.start, span.end)
        taken[first:last] = [True] * (last - first)
        for name in span.names or ():
            start, end = bisect_left(tokens.start, name.start), bisect_right(tokens.end, name.end)
            if start < end:
                found.append(Name(start, end, name.type, span.zone))
    return sorted([name for name in names if not any(taken[name.start : name.end])] + found)
