"""Filters of the search page, one row a value; and queries in the syntax of the search box."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from desk.queries.filters import Filters
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS, MAX_TERMS, BadQuery, parse_query, to_fts5, to_websearch

VALUES = [
    ("q", "ferry", "ferry"),
    ("q", "  ferry  ", "ferry"),
    ("q", '"interest rate"', '"interest rate"'),
    ("q", "x" * MAX_QUERY_CHARACTERS, "x" * MAX_QUERY_CHARACTERS),
    ("entity", "Anna Berg", "Anna Berg"),
    ("entity", "  Anna Berg ", "Anna Berg"),
    ("entity", "%_\\", "%_\\"),
    ("type", "PERSON", "PERSON"),
    ("type", "ORG", "ORG"),
    ("type", "GPE", "GPE"),
    ("type", "EVENT", "EVENT"),
    ("speaker", "Lund", "Lund"),
    ("place", "NO", "NO"),
    ("place", "Lindholm", "Lindholm"),
    ("source", "XP", "XP"),
    ("topic", "medtop:20000593", "medtop:20000593"),
    ("since", "2025-05-08", date(2025, 5, 8)),
    ("since", "20250508", date(2025, 5, 8)),
    ("until", "1000-01-01", date(1000, 1, 1)),
    ("until", "9000-12-31", date(9000, 12, 31)),
    ("urgency", "1", 1),
    ("urgency", "8", 8),
]


@pytest.mark.parametrize(("name", "value", "parsed"), VALUES)
def test_a_filter_is_read_from_a_form(name: str, value: str, parsed: object) -> None:
    filters = Filters.from_form({name: value})
    assert getattr(filters, name) == parsed
    assert dict(filters.pairs()) == {name: str(parsed)}
    assert filters


INVALID = [
    ("type", "person"),
    ("type", "PLANET"),
    ("type", "PERSON,ORG"),
    ("urgency", "0"),
    ("urgency", "9"),
    ("urgency", "-1"),
    ("urgency", "1.5"),
    ("urgency", "two"),
    ("since", "8 May 2025"),
    ("since", "2025-02-29"),
    ("since", "2025-13-01"),
    ("since", "0999-12-31"),
    ("since", "9001-01-01"),
    ("until", "today"),
    ("until", "2025"),
    ("until", "2025-05-08T10:00"),
    ("entity", "x" * (MAX_QUERY_CHARACTERS + 1)),
    ("place", "x" * (MAX_QUERY_CHARACTERS + 1)),
    ("source", "x" * (MAX_QUERY_CHARACTERS + 1)),
    ("topic", "x" * (MAX_QUERY_CHARACTERS + 1)),
]


@pytest.mark.parametrize(("name", "value"), INVALID)
def test_an_invalid_value_names_its_filter(name: str, value: str) -> None:
    with pytest.raises(BadQuery) as caught:
        Filters.from_form({name: value})
    assert str(caught.value).startswith(f"{name}: ")


DAYS = [
    ({}, None, None),
    ({"since": "2025-05-08"}, datetime(2025, 5, 8, tzinfo=UTC), None),
    ({"until": "2025-05-08"}, None, datetime(2025, 5, 9, tzinfo=UTC)),
    ({"until": "2025-12-31"}, None, datetime(2026, 1, 1, tzinfo=UTC)),
    ({"until": "2024-02-28"}, None, datetime(2024, 2, 29, tzinfo=UTC)),
    (
        {"since": "2025-05-08", "until": "2025-05-08"},
        datetime(2025, 5, 8, tzinfo=UTC),
        datetime(2025, 5, 9, tzinfo=UTC),
    ),
]


@pytest.mark.parametrize(("given", "start", "end"), DAYS)
def test_days_are_whole_in_utc(given: dict[str, str], start: datetime | None, end: datetime | None) -> None:
    filters = Filters.from_form(given)
    assert (filters.start, filters.end) == (start, end)


URLS = [
    ({}, ""),
    ({"q": "ferry"}, "q=ferry"),
    ({"q": "ferry strike"}, "q=ferry+strike"),
    ({"q": '"a b"'}, "q=%22a+b%22"),
    ({"q": "a&b=c"}, "q=a%26b%3Dc"),
    ({"entity": "Åse"}, "entity=%C3%85se"),
    ({"urgency": "2", "q": "x"}, "q=x&urgency=2"),
    ({"since": "2025-05-08"}, "since=2025-05-08"),
    ({"topic": "medtop:1"}, "topic=medtop%3A1"),
]


@pytest.mark.parametrize(("given", "query"), URLS)
def test_filters_are_the_query_of_a_url(given: dict[str, str], query: str) -> None:
    assert Filters.from_form(given).url_query() == query


QUERIES = [
    ("a b c", [[("a", False), ("b", False), ("c", False)]]),
    ("a  b", [[("a", False), ("b", False)]]),
    ('"a b"', [[("a b", False)]]),
    ('"a b', [[("a b", False)]]),
    ('a "b c" d', [[("a", False), ("b c", False), ("d", False)]]),
    ("a -b", [[("a", False), ("b", True)]]),
    ('a -"b c"', [[("a", False), ("b c", True)]]),
    ("-b a", [[("b", True), ("a", False)]]),
    ("a or b", [[("a", False)], [("b", False)]]),
    ("a Or b", [[("a", False)], [("b", False)]]),
    ("a or b or c", [[("a", False)], [("b", False)], [("c", False)]]),
    ("a or", [[("a", False)]]),
    ("or a", [[("a", False)]]),
    ("a or or b", [[("a", False)], [("b", False)]]),
    ('a "or" b', [[("a", False), ("or", False), ("b", False)]]),
    ("oracle orator", [[("oracle", False), ("orator", False)]]),
    ("a -or b", [[("a", False), ("or", True), ("b", False)]]),
    ("A B", [[("A", False), ("B", False)]]),
    ("co-op", [[("co-op", False)]]),
    ("U.S.", [[("U.S.", False)]]),
    ("5%", [[("5%", False)]]),
    ("москва", [[("москва", False)]]),
    ("a * b", [[("a", False), ("b", False)]]),
    ("a ( b )", [[("a", False), ("b", False)]]),
    ("--a b", [[("-a", True), ("b", False)]]),
    ("a\tb\nc", [[("a", False), ("b", False), ("c", False)]]),
    ("!!! ???", []),
]


@pytest.mark.parametrize(("query", "groups"), QUERIES)
def test_a_query_is_alternatives_of_terms(query: str, groups: list[list[tuple[str, bool]]]) -> None:
    assert [[(term.text, term.without) for term in group] for group in parse_query(query)] == groups


@pytest.mark.parametrize("query", [query for query, groups in QUERIES if groups])
def test_a_query_has_as_many_alternatives_in_both_databases(query: str) -> None:
    groups = parse_query(query)
    assert to_fts5(groups).count(" OR ") == to_websearch(groups).count(" or ") == len(groups) - 1


@pytest.mark.parametrize("query", [" ".join(["a"] * MAX_TERMS), " or ".join(["a"] * MAX_TERMS), "x" * 300])
def test_a_query_of_the_greatest_size_is_accepted(query: str) -> None:
    assert parse_query(query[:MAX_QUERY_CHARACTERS])


@pytest.mark.parametrize("query", [" ".join(["a"] * (MAX_TERMS + 1)), "x" * 301, "-a", "-a -b", "a or -b", "-a or b"])
def test_a_query_that_no_database_could_answer_is_refused(query: str) -> None:
    with pytest.raises(BadQuery):
        parse_query(query)
