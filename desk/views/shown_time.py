"""Times as pages and the terminal show them: one rule for all."""

from __future__ import annotations

from datetime import datetime, tzinfo

from desk.reader_formats import date_words


def short_time(moment: datetime, zone: tzinfo | None = None, *, now: datetime | None = None) -> str:
    """Return a time with its zone: with the day if that is not today, and with the year if that is not this one.

    Args:
        zone: by default that of this machine.
        now: by default the time of this machine's clock.
    """
    moment = moment.astimezone(zone)
    present = now.astimezone(zone) if now else datetime.now(moment.tzinfo)
    clock = f"{moment:%H:%M %Z}"
    if moment.date() == present.date():
        return clock
    return f"{long_day(moment, with_year=moment.year != present.year)} {clock}"


def listed_time(moment: datetime, zone: tzinfo | None = None, *, now: datetime | None = None) -> str:
    """Return a time as a line of a list begins: as :func:`short_time`, but always with the day, of two digits."""
    moment = moment.astimezone(zone)
    present = now.astimezone(zone) if now else datetime.now(moment.tzinfo)
    return f"{moment:%d %b %H:%M %Z}" if moment.year == present.year else f"{moment:%d %b %Y %H:%M %Z}"


def listed_day(moment: datetime, *, now: datetime | None = None) -> str:
    """Return the day of a time as a line of a list begins, with the year if that is not this one."""
    present = (now or datetime.now(moment.tzinfo)).astimezone(moment.tzinfo)
    return f"{moment:%d %b}" if moment.year == present.year else f"{moment:%d %b %Y}"


def long_day(moment: datetime, *, with_year: bool) -> str:
    """Return a day as ``23 Nov`` or ``23 Nov 2026``."""
    return date_words(moment, "d MMM y" if with_year else "d MMM")
