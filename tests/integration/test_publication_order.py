"""Stories stand where they were published: back-fill at its day, a dateline's day where the provider tells no time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.queries.filters import Filters
from desk.queries.story_list import Card, cards
from desk.queries.story_search import list_stories
from desk.queries.wire_rows import newest_rows
from tests.support.ledger_steps import accept, complete
from tests.support.records import article
from wiredesk.contract import Dateline, Engine, Extraction
from wiredesk.store import Store, results
from wiredesk.store.publication import date_story, day_without_year
from wiredesk.store.types import database_time


def told(store: Store, id: str, published: datetime | None, *, backfill: bool = False) -> None:
    accept(store, article(id, published=published), backfill=backfill)
    complete(store, id)


def listed(store: Store, sort: str = "") -> list[Card]:
    with store.read() as connection:
        return cards(connection, list_stories(connection, Filters(), sort=sort).seqs)


@pytest.fixture
def now(store: Store) -> datetime:
    with store.read() as connection:
        return database_time(connection)


def test_back_fill_goes_to_its_day_and_without_one_not_onto_the_wire(store: Store, now: datetime) -> None:
    told(store, "today", now - timedelta(minutes=5))
    told(store, "late", now - timedelta(hours=2))
    told(store, "1987", datetime(1987, 3, 4, 12, 57, tzinfo=UTC), backfill=True)
    told(store, "undated", None, backfill=True)
    assert [one.id for one in listed(store)] == ["undated", "today", "late", "1987"]
    assert [one.id for one in listed(store, "arrived")] == ["undated", "1987", "late", "today"]
    with store.read() as connection:
        rows = newest_rows(connection, limit=2)
        older = newest_rows(connection, before=rows[-1].position)
    assert [row.card.id for row in (*rows, *older)] == ["today", "late", "1987"]


@pytest.mark.parametrize(
    ("lead", "received", "day"),
    [
        ("LONDON, June 11 (Wire) - European shares closed lower on Thursday.", "2026-11-27", "2026-06-11"),
        ("LONDON, June 11 (Wire) - European shares closed lower on Friday.", "2026-11-27", None),
        ("LONDON, June 11 (Wire) - European shares closed lower.", "2026-11-27", None),
        ("LONDON, June 11 (Wire) - The bank met on Wednesday.", "2026-11-27", "2026-06-11"),
        ("OSLO, Dec. 30 (Wire) - The ship left on Tuesday.", "2026-01-02", "2025-12-30"),
        ("OSLO, Jan 3 (Wire) - The ship left on Saturday.", "2026-11-27", "2026-01-03"),
        ("TALLINN, 22 Sept. (Wire) - The party met on MONDAY.", "2026-09-23", "2026-09-22"),
        ("OSLO, Feb 29 (Wire) - The ship left on Sunday.", "2026-11-27", None),
        ("The ship left on Sunday.", "2026-11-27", None),
    ],
)
def test_a_weekday_proves_the_year_of_a_dateline(lead: str, received: str, day: str | None) -> None:
    found = day_without_year(lead, 0, date.fromisoformat(received))
    assert (found.isoformat() if found else None) == day


def test_a_dateline_without_a_year_dates_a_story_unless_it_is_back_fill(store: Store, now: datetime) -> None:
    day = now.date() - timedelta(days=40)
    lead = f"LONDON, {day:%B} {day.day} (Wire) - Shares closed lower on {day:%A}."
    line = Dateline(span=(0, lead.index(" -")))
    for id, backfill in (("live", False), ("archive", True)):
        told(store, id, None, backfill=backfill)
    found = {card.id: card for card in listed(store)}
    for id, card in found.items():
        told_by = Extraction(
            id=id, version=1, language="en", text=lead, dateline=line, engine=Engine(version="1", model="m")
        )
        with store.write() as connection:
            results.write(connection, card.seq, told_by, 0.1)
    assert {card.id: (card.time_basis, card.moment.date()) for card in listed(store)} == {
        "live": ("dateline", day), "archive": ("received", found["archive"].accepted_at.date()),
    }  # fmt: skip


def test_a_story_without_a_time_has_the_day_of_its_dateline(store: Store, now: datetime) -> None:
    told(store, "a", None)
    [card] = listed(store)
    assert (card.time_basis, card.moment) == ("received", card.accepted_at)
    days = [now.date() - timedelta(days=30), now.date(), now.date() + timedelta(days=1)]
    found = []
    for day in [*(day.isoformat() for day in days), "1987", None]:
        with store.write() as connection:
            date_story(connection, card.seq, day)
        [one] = listed(store)
        found.append((one.time_basis, one.moment))
    last = datetime(days[0].year, days[0].month, days[0].day, 23, 59, 59, tzinfo=UTC)
    assert found[0] == ("dateline", last)
    assert found[1:] == [("received", card.accepted_at)] * 4


def test_the_providers_time_wins_over_the_dateline(store: Store, now: datetime) -> None:
    published = now.replace(microsecond=0) - timedelta(days=3)
    told(store, "a", published)
    with store.write() as connection:
        date_story(connection, listed(store)[0].seq, "2001-02-03")
    assert [(one.time_basis, one.moment) for one in listed(store)] == [("published", published)]
