"""The time zone of a dateline's place, so that "today" is the reporter's day and not the newsroom's server's."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from wiredesk.nlp.lexicon import word_map


@cache
def _zones() -> dict[str, str]:
    """Name of a place in small letters → IANA zone."""
    names = {
        key.rsplit("/", 1)[1].replace("_", " ").lower(): key
        for key in sorted(available_timezones())
        if "/" in key and not key.startswith(("Etc/", "US/", "Canada/", "SystemV/"))
    }
    return names | word_map("time_zones", "places")


def zone_of(places: list[str]) -> str | None:
    """IANA zone of a dateline's places, the narrower first; None if none of them is known."""
    zones = _zones()
    return next((zones[place.lower()] for place in places if place.lower() in zones), None)


def local_date(published: datetime, places: list[str]) -> date:
    """The day of publication where the story was filed; by the time's own offset where that is not known.

    Noon and midnight to the second are how a day without a time is given, and stay that day.
    """
    if (published.minute, published.second, published.hour % 12) == (0, 0, 0):
        return published.date()
    zone = zone_of(places)
    return (published.astimezone(ZoneInfo(zone)) if zone else published).date()
