"""Changes as sinks get them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from desk.queries.stories import Story
from desk.sinks.sink import Outgoing
from tests.support.records import article, extraction

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def outgoing(n: int, id: str = "", **fields: Any) -> Outgoing:
    """Return change N of a story that a worker could have stored."""
    one = article(id or f"s{n}", fields.pop("version", 1))
    row = {"seq": n, "words": 20}
    given = {"what": "stored", "at": AT, "backfill": False} | fields
    given.setdefault("story", Story(row, one, extraction(one).json_line().decode()))
    return Outgoing(n=n, id=one.id, version=one.version, **given)
