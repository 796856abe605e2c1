"""What users type: search queries, filters of forms and URLs, cursors, ages and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from desk.queries.change_feed import parse_position
from desk.queries.filters import ENTITY_TYPES, Filters
from desk.queries.moments import parse_moment
from desk.queries.query_syntax import (
    MAX_QUERY_CHARACTERS,
    BadQuery,
    match_text,
    parse_query,
    parse_seq,
    to_fts5,
    to_websearch,
)
from wiredesk.errors import EXIT_USAGE


@pytest.mark.parametrize(
    ("query", "fts5", "websearch"),
    [
        ("ferry", '(("ferry"))', '"ferry"'),
        ("ferry strike", '(("ferry" AND "strike"))', '"ferry" "strike"'),
        ('"interest rate" bank', '(("interest rate" AND "bank"))', '"interest rate" "bank"'),
        ("ferry -soccer", '(("ferry") NOT "soccer")', '"ferry" -"soccer"'),
        ('ferry -"New Zealand"', '(("ferry") NOT "New Zealand")', '"ferry" -"New Zealand"'),
        ("ferry or crane", '(("ferry")) OR (("crane"))', '"ferry" or "crane"'),
        ("ferry OR crane boom", '(("ferry")) OR (("crane" AND "boom"))', '"ferry" or "crane" "boom"'),
        ('an "open phrase', '(("an" AND "open phrase"))', '"an" "open phrase"'),
        ("or", "", ""),
        ("- * ''", "", ""),
        ("col:x", '(("col:x"))', '"col:x"'),
        ('it"s', '(("its"))', '"its"'),
    ],
)
def test_a_query_in_both_syntaxes(query: str, fts5: str, websearch: str) -> None:
    groups = parse_query(query)
    assert (to_fts5(groups), to_websearch(groups)) == (fts5, websearch)


@pytest.mark.parametrize("query", ["", "   ", "-", '""'])
def test_a_query_without_words_matches_nothing_in_particular(query: str) -> None:
    assert match_text(query, "sqlite") is None
    assert match_text(query, "postgresql") is None


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        ("x" * (MAX_QUERY_CHARACTERS + 1), "longer than 300 characters"),
        ("a " * 33, "more than 32 words"),
        ("-only", "contains only exclusions"),
        ("ferry or -soccer", "contains only exclusions"),
    ],
)
def test_queries_that_are_invalid(query: str, cause: str) -> None:
    with pytest.raises(BadQuery, match=cause) as caught:
        parse_query(query)
    assert caught.value.exit_code == EXIT_USAGE


@pytest.mark.parametrize(("cursor", "seq"), [("", None), ("0", 0), ("1200", 1200), ("9" * 18, 10**18 - 1)])
def test_a_cursor_is_a_story_number(cursor: str, seq: int | None) -> None:
    assert parse_seq(cursor) == seq


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "1e9", " 1", "１２", "9" * 19])
def test_cursors_that_are_invalid(cursor: str) -> None:
    with pytest.raises(BadQuery, match="invalid cursor"):
        parse_seq(cursor)


def test_a_form_without_values_filters_nothing() -> None:
    empty = Filters.from_form({"q": "", "since": " ", "type": "", "page": "2"})
    assert empty == Filters()
    assert not empty
    assert (empty.url_query(), empty.start, empty.end) == ("", None, None)


def test_a_form_with_every_filter() -> None:
    given = {"q": " cranes ", "entity": "Peter Lund", "type": "PERSON", "speaker": "Amina", "place": "KE",
             "source": "Coast", "topic": "medtop:1", "since": "2026-11-01", "until": "2026-11-02",
             "urgency": "2"}  # fmt: skip
    filters = Filters.from_form(given)
    assert filters
    assert (filters.q, filters.since, filters.urgency) == ("cranes", date(2026, 11, 1), 2)
    assert (filters.start, filters.end) == (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 3, tzinfo=UTC))
    assert Filters.from_form(dict(filters.pairs())) == filters
    assert filters.url_query().startswith("q=cranes&entity=Peter+Lund&type=PERSON")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("type", "FOO", f'type: invalid entity type "FOO"; one of {", ".join(ENTITY_TYPES)}'),
        ("urgency", "9", 'urgency: invalid urgency "9"; a number from 1 to 8'),
        ("urgency", "high", 'urgency: invalid urgency "high"; a number from 1 to 8'),
        ("since", "yesterday", 'since: invalid day "yesterday"; a day such as 2026-11-23'),
        ("until", "1732320000", 'until: invalid day "1732320000"; a day such as 2026-11-23'),
        ("until", "0443-04-23", 'until: invalid day "0443-04-23"; a day such as 2026-11-23'),
        ("speaker", "x" * 301, "speaker: longer than 300 characters; shorten it"),
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


@pytest.mark.parametrize("text", ["", "yesterday", "90", "90y", "999999d", "99999999", "2025-13-01"])
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
