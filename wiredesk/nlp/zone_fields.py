"""The zones of mentions and quotes, written into the finished records, whatever extractor made them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from wiredesk.contract import Dateline, Entity, Quote, Zone
from wiredesk.layout import TextLayout
from wiredesk.zones.zone_span import ZoneSpan, zone_at


def with_zones(found: dict[str, Any], layout: TextLayout) -> dict[str, Any]:
    """Return the fields of a document with the zone of each mention and quote; spans index the layout's text."""
    zones = with_dateline(layout.zones, found["dateline"])
    if not zones:
        return found
    starts = [span.start for span in zones]
    return {
        **found,
        "entities": tuple([_entity(entity, zones, starts) for entity in found["entities"]]),
        "quotes": tuple([_quote(quote, zones, starts) for quote in found["quotes"]]),
    }


def with_dateline(zones: Sequence[ZoneSpan], dateline: Dateline | None) -> list[ZoneSpan]:
    """Return the zones with that of the dateline, where it stands in the body."""
    if dateline is None or zone_at(zones, dateline.span[0]) != "body":
        return list(zones)
    return sorted([*zones, ZoneSpan(*dateline.span, "dateline")])


def _entity(entity: Entity, zones: Sequence[ZoneSpan], starts: Sequence[int]) -> Entity:
    """Return the entity with the zones of its mentions."""
    mentions = list(entity.mentions)
    is_changed = False
    for number, mention in enumerate(mentions):
        zone = _zone(zones, starts, mention.span[0])
        if zone != mention.zone:
            mentions[number] = mention.model_copy(update={"zone": zone})
            is_changed = True
    return entity.model_copy(update={"mentions": tuple(mentions)}) if is_changed else entity


def _quote(quote: Quote, zones: Sequence[ZoneSpan], starts: Sequence[int]) -> Quote:
    """Return the quote with the zone that its content begins in."""
    zone = _zone(zones, starts, min(quote.content)[0])
    return quote if zone == quote.zone else quote.model_copy(update={"zone": zone})


def _zone(zones: Sequence[ZoneSpan], starts: Sequence[int], offset: int) -> Zone:
    """Return the zone of the character at an offset, as :func:`zone_at` does; ``starts`` are those of the zones."""
    at = bisect_right(starts, offset) - 1
    return zones[at].zone if at >= 0 and offset < zones[at].end else "body"
