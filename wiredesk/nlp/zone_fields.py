"""The zones of mentions and quotes, written into the finished records, whatever extractor made them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wiredesk.contract import Dateline, Entity, Quote
from wiredesk.layout import TextLayout
from wiredesk.zones.zone_span import ZoneSpan, zone_at


def with_zones(found: dict[str, Any], layout: TextLayout) -> dict[str, Any]:
    """Return the fields of a document with the zone of each mention and quote; spans index the layout's text."""
    zones = with_dateline(layout.zones, found["dateline"])
    if not zones:
        return found
    return {
        **found,
        "entities": tuple(_entity(entity, zones) for entity in found["entities"]),
        "quotes": tuple(_quote(quote, zones) for quote in found["quotes"]),
    }


def with_dateline(zones: Sequence[ZoneSpan], dateline: Dateline | None) -> list[ZoneSpan]:
    """Return the zones with that of the dateline, where it stands in the body."""
    if dateline is None or zone_at(zones, dateline.span[0]) != "body":
        return list(zones)
    return sorted([*zones, ZoneSpan(*dateline.span, "dateline")])


def _entity(entity: Entity, zones: Sequence[ZoneSpan]) -> Entity:
    """Return the entity with the zones of its mentions."""
    found = [zone_at(zones, mention.span[0]) for mention in entity.mentions]
    if all(zone == mention.zone for zone, mention in zip(found, entity.mentions, strict=True)):
        return entity
    mentions = tuple(
        mention if zone == mention.zone else mention.model_copy(update={"zone": zone})
        for zone, mention in zip(found, entity.mentions, strict=True)
    )
    return entity.model_copy(update={"mentions": mentions})


def _quote(quote: Quote, zones: Sequence[ZoneSpan]) -> Quote:
    """Return the quote with the zone that its content begins in."""
    zone = zone_at(zones, min(quote.content)[0])
    return quote if zone == quote.zone else quote.model_copy(update={"zone": zone})
