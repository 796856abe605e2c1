"""What users type: search queries, filters of forms and URLs, cursors, ages and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.queries.change_feed import parse_position
from desk.queries.filters import ENTITY_TYPES, Filters
from desk.queries.moments import parse_moment
from desk.queries.query_syntax import BadQuery, parse_seq
from desk.queries.story_order import StoryOrder, StoryPosition, parse_order
from wiredesk.time_grammar import TIME_FORMS


@pytest.mark.parametrize(("cursor", "seq"), [("", None), ("0", 0), ("1200", 1200), ("9" * 18, 10**18 - 1)])
def test_a_cursor_is_a_story_number(cursor: str, seq: int | None) -> None:
    assert parse_seq(cursor) == seq


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "1e9", " 1", "１２", "9" * 19])
def test_cursors_that_are_invalid(cursor: str) -> None:
    with pytest.raises(BadQuery, match="invalid cursor"):
        parse_seq(cursor)


@pytest.mark.parametrize(
    ("sort", "cursor", "order", "position"),
    [
        ("", "", "published", None),
        ("", "1200", "arrived", StoryPosition(StoryOrder.arrived, 1200)),
        ("arrived", "1200", "arrived", StoryPosition(StoryOrder.arrived, 1200)),
        ("relevance", "", "relevance", None),
        ("relevance", "r30", "relevance", StoryPosition(StoryOrder.relevance, 30)),
        ("", "p1500000.7", "published",
         StoryPosition(StoryOrder.published, 7, datetime(1970, 1, 1, 0, 0, 1, 500000, tzinfo=UTC))),
        ("published", "p-1.7", "published",
         StoryPosition(StoryOrder.published, 7, datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC))),
    ],
)  # fmt: skip
def test_a_cursor_tells_the_order(sort: str, cursor: str, order: str, position: StoryPosition | None) -> None:
    assert parse_order(sort, cursor) == (order, position)
    assert str(position or "") == cursor


@pytest.mark.parametrize(
    ("sort", "cursor"),
    [("newest", ""), ("published", "1200"), ("arrived", "p1.2"), ("relevance", "1"), ("", "p1"), ("", "x1"),
     ("", "p999999999999999999.1"), ("", "1.5"), ("", "１"), ("", "r" + "9" * 19)],
)  # fmt: skip
def test_orders_and_cursors_that_are_invalid(sort: str, cursor: str) -> None:
    with pytest.raises(BadQuery):
        parse_order(sort, cursor)


def test_a_form_without_values_filters_nothing() -> None:
    empty = Filters.from_form({"q": "", "since": " ", "type": "", "page": "2"})
    assert empty == Filters()
    assert not empty
    assert (empty.url_query(), empty.tree()) == ("", None)


def test_a_form_with_every_filter() -> None:
    given = {"q": " cranes ", "entity": "Peter Lund", "type": "PERSON", "speaker": "Amina", "place": "KE",
             "source": "Coast", "topic": "medtop:1", "since": "2026-11-01", "until": "2026-11-02",
             "urgency": "2"}  # fmt: skip
    filters = Filters.from_form(given)
    assert filters
    assert (filters.q, filters.since, filters.urgency) == ("cranes", date(2026, 11, 1), 2)
    assert Filters.from_form(dict(filters.pairs())) == filters
    assert filters.url_query().startswith("q=cranes&entity=Peter+Lund&type=PERSON")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("type", "FOO", f'type: invalid entity type "FOO"; one of {", ".join(ENTITY_TYPES)}'),
        ("urgency", "9", 'urgency: invalid urgency "9"; a number from 1 to 8'),
        ("urgency", "high", 'urgency: invalid urgency "high"; a number from 1 to 8'),
        ("since", "soon", f'since: invalid time "soon"; {TIME_FORMS}'),
        ("until", "1732320000", f'until: invalid time "1732320000"; {TIME_FORMS}'),
        ("until", "0443-04-23", f'until: invalid time "0443-04-23"; {TIME_FORMS}'),
        ("speaker", "x" * 301, "speaker: longer than 300 characters; shorten it"),
        ("q", "x" * 1001, "q: longer than 1000 characters; shorten it"),
        ("q", "-only", "search: contains only exclusions; add a word to search for"),
    ],
)
def test_values_that_are_invalid_are_named(name: str, value: str, message: str) -> None:
    with pytest.raises(BadQuery) as caught:
        Filters.from_form({name: value})
    assert str(caught.value) == message


def test_filters_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Filters().q = "x"  # type: ignore[misc]


@pytest.mark.parametrize(("text", "age"), [("36h", 1.5), ("90d", 90), ("12w", 84), (" 1 D ", 1)])
def test_an_age_is_counted_back_from_now(text: str, age: float) -> None:
    before = datetime.now(UTC)
    moment = parse_moment(text)
    assert before <= moment + timedelta(days=age) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-05-08", datetime(2025, 5, 8, tzinfo=UTC)),
        ("2025-05-08T10:30", datetime(2025, 5, 8, 10, 30, tzinfo=UTC)),
        ("2025-05-08T10:30+02:00", datetime(2025, 5, 8, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_utc(text: str, moment: datetime) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize("text", ["", "soon", "90", "90z", "999999d", "99999999", "2025-13-01"])
def test_text_that_is_neither_age_nor_date(text: str) -> None:
    with pytest.raises(BadQuery, match="neither an age such as 90d nor a date"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T09:30:00Z", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T09:30:00+00:00", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T09:30:00", None),
        ("", None),
        ("yesterday", None),
        ("2026-11-20T09:30:00Z" * 100, None),
    ],
)
def test_the_position_of_a_reader(text: str, moment: datetime | None) -> None:
    assert parse_position(text) == moment
