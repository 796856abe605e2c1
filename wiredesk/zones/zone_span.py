"""A stretch of text with its zone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from wiredesk.contract import EntityType, Zone


class ZoneName(NamedTuple):
    """A name whose span and type follow from the form of its zone: the photographer of a credit."""

    start: int
    end: int
    type: EntityType


class ZoneSpan(NamedTuple):
    """The zone of the characters ``start`` to ``end``, exclusive."""

    start: int
    end: int
    zone: Zone
    names: tuple[ZoneName, ...] | None = None
    """The names that its form gives; None where it is a sentence like others."""


def zone_at(zones: Sequence[ZoneSpan], offset: int) -> Zone:
    """Return the zone of the character at an offset. ``zones`` are in order; what is in none of them is body."""
    at = bisect_right(zones, offset, key=lambda span: span.start) - 1
    return zones[at].zone if at >= 0 and offset < zones[at].end else "body"
