"""Times in the store: the same on both databases, and comparable with the database's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from tests.support.ledger_steps import accept
from tests.support.records import article
from wiredesk.store import Store
from wiredesk.store.tables import articles
from wiredesk.store.types import iso, now

NEW_YORK = timezone(timedelta(hours=-4))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2025, 5, 8, 9, 30, tzinfo=UTC), "2025-05-08T09:30:00.000Z"),
        (datetime(2025, 5, 8, 9, 30, 0, 123456, tzinfo=UTC), "2025-05-08T09:30:00.123Z"),
        (datetime(2025, 5, 7, 23, 30, tzinfo=NEW_YORK), "2025-05-08T03:30:00.000Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000Z"),
    ],
)
def test_a_time_as_text_sorts(value: datetime, text: str) -> None:
    assert iso(value) == text and len(text) == 24


def test_a_time_comes_back_in_utc(store: Store) -> None:
    stamp = datetime(2025, 5, 7, 23, 30, tzinfo=NEW_YORK)
    accept(store, article(published=stamp), article("s2", published=None))
    with store.read() as connection:
        found = connection.scalars(select(articles.c.published).order_by(articles.c.seq)).all()
    assert found == [stamp, None] and found[0].utcoffset() == timedelta(0)


def test_times_order_and_compare_in_the_database(store: Store) -> None:
    stamps = [datetime(2025, 5, 8, 9, 30, 0, n * 1000, tzinfo=UTC) for n in (2, 10, 1)]
    accept(store, *(article(f"s{n}", published=stamp) for n, stamp in enumerate(stamps)))
    with store.read() as connection:
        query = select(articles.c.id).order_by(articles.c.published)
        assert connection.scalars(query).all() == ["s2", "s0", "s1"]
        assert connection.scalars(query.where(articles.c.published > stamps[2])).all() == ["s0", "s1"]


@pytest.mark.parametrize(("offset", "is_later"), [(3600.0, True), (-3600.0, False), (0.25, None)])
def test_the_clock_takes_an_offset(store: Store, offset: float, is_later: bool | None) -> None:
    with store.read() as connection:
        there, present = connection.execute(select(now(offset), now())).one()
    there, present = (datetime.fromisoformat(one) if isinstance(one, str) else one for one in (there, present))
    assert is_later is None or (there > present) is is_later
    assert abs((there - present).total_seconds() - offset) < 60
