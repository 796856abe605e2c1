"""The filters of a search; the URL of a search page is exactly these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from desk.queries.query_syntax import BadQuery, parse

TYPES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART")
PLACES = ("GPE", "LOC", "FAC")
LONGEST = 300
"""Characters that a filter's value may have."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a story must have; an empty value asks for nothing."""

    q: str = ""
    """Words of headline and body."""
    entity: str = ""
    """A name, as an entity page has it."""
    type: str = ""
    """With ``entity``: of this type; alone: a story that mentions any of this type."""
    speaker: str = ""
    place: str = ""
    """A place's name, or a country's two capital letters."""
    source: str = ""
    topic: str = ""
    """A topic's code."""
    since: date | None = None
    until: date | None = None
    """Published on these days or between them (UTC)."""
    urgency: int | None = None
    """At most this IPTC urgency: 2 finds flashes and urgents."""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Names and values of what is asked for."""
        for field in fields(self):
            if value := getattr(self, field.name):
                yield field.name, str(value)

    def query(self) -> str:
        """As the query part of a URL."""
        return urlencode(list(self.pairs()))

    @property
    def start(self) -> datetime | None:
        return datetime.combine(self.since, time(), UTC) if self.since else None

    @property
    def end(self) -> datetime | None:
        """The first moment after ``until``."""
        return datetime.combine(self.until + timedelta(days=1), time(), UTC) if self.until else None


def read(given: Mapping[str, str]) -> Filters:
    """Filters from a form.

    Raises:
        BadQuery: names the value that does not fit.
    """
    values = {name: given.get(name, "").strip() for name in ("q", "entity", "speaker", "place", "source", "topic")}
    for name, value in values.items():
        if len(value) > LONGEST:
            raise BadQuery(name, f"longer than {LONGEST} characters", "shorten it")
    parse(values["q"])
    type = given.get("type", "")
    if type and type not in TYPES:
        raise BadQuery("type", f"{type[:40]!r} is none", f"one of {', '.join(TYPES)}")
    urgency = given.get("urgency", "")
    if urgency and urgency not in {*"12345678"}:
        raise BadQuery("urgency", f"{urgency[:40]!r} is none", "a number from 1 to 8")
    return Filters(
        **values,
        type=type,
        since=_day("since", given.get("since", "")),
        until=_day("until", given.get("until", "")),
        urgency=int(urgency) if urgency else None,
    )


def _day(name: str, value: str) -> date | None:
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = date.min
    if not 1000 <= day.year <= 9000:
        raise BadQuery(name, f"{value[:40]!r} is no day", "give it as 2026-11-23")
    return day
