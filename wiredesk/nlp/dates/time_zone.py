"""The time zone of a dateline's place, so that "today" is the reporter's day and not the newsroom's server's."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from wiredesk.nlp.lexicon import word_map


@cache
def _zones() -> dict[str, str]:
    """Return place names in lower case → IANA zone."""
    names = {
        key.rsplit("/", 1)[1].replace("_", " ").lower(): key
        for key in sorted(available_timezones())
        if "/" in key and not key.startswith(("Etc/", "US/", "Canada/", "SystemV/"))
    }
    return names | word_map("time_zones", "places")


def zone_of(places: list[str]) -> str | None:
    """Return the IANA zone of a dateline's places, the narrower first; None if none of them is known."""
    zones = _zones()
    return next((zones[place.lower()] for place in places if place.lower() in zones), None)


def local_date(published: datetime, places: list[str]) -> date:
    """Return the day of publication where the story was filed; by the time's own offset where that is not known.

    Systems that know only the day give noon or midnight to the second; such a time keeps its day.
    """
    if (published.minute, published.second, published.hour % 12) == (0, 0, 0):
        return published.date()
    zone = zone_of(places)
    return (published.astimezone(ZoneInfo(zone)) if zone else published).date()
