"""Filters of the search page, one row a value, and the tree that they make together."""

from __future__ import annotations

from datetime import date

import pytest

from desk.queries.filters import Filters
from desk.queries.language.query_tree import All, FieldTest, Not, Words
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS, MAX_SEARCH_CHARACTERS, BadQuery

VALUES = [
    ("q", "ferry", "ferry"),
    ("q", "  ferry  ", "ferry"),
    ("q", '"interest rate"', '"interest rate"'),
    ("q", "x" * MAX_SEARCH_CHARACTERS, "x" * MAX_SEARCH_CHARACTERS),
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
    ("since", "30d", "30d"),
    ("since", " Last  Week ", "last week"),
    ("until", "today", "today"),
    ("until", "2025-05", "2025-05"),
    ("until", "2025-05-08T10:00", "2025-05-08t10:00"),
    ("urgency", "1", 1),
    ("urgency", "8", 8),
    ("bbox", " -12.0,35,30.5,60 ", "-12,35,30.5,60"),
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
    ("until", "soon"),
    ("until", "99999"),
    ("q", "sorce:Reuters"),
    ("entity", "x" * (MAX_QUERY_CHARACTERS + 1)),
    ("place", "x" * (MAX_QUERY_CHARACTERS + 1)),
    ("source", "x" * (MAX_QUERY_CHARACTERS + 1)),
    ("topic", "x" * (MAX_QUERY_CHARACTERS + 1)),
    ("bbox", "1,2,3"),
    ("bbox", "0,10,1,5"),
]


@pytest.mark.parametrize(("name", "value"), INVALID)
def test_an_invalid_value_names_its_filter(name: str, value: str) -> None:
    with pytest.raises(BadQuery) as caught:
        Filters.from_form({name: value})
    assert str(caught.value).startswith(("search, column 1, ") if name == "q" else f"{name}: ")


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


TREES = [
    ({}, None),
    ({"q": "ferry"}, Words("ferry")),
    ({"source": "XP"}, FieldTest("source", "XP")),
    ({"q": "ferry -source:XP", "urgency": "2"},
     All((Words("ferry"), Not(FieldTest("source", "XP", column=8)), FieldTest("urgency", "2", "<=", 2)))),
    ({"entity": "Anna Berg", "type": "PERSON"}, FieldTest("thing", "Anna Berg", unit="PERSON")),
    ({"type": "PERSON"}, FieldTest("type", "PERSON")),
    ({"speaker": "Lund", "min_score": "0.5", "source": "XP"},
     All((FieldTest("source", "XP"), FieldTest("speaker", "Lund", min_score=0.5)))),
    ({"since": "2025-05-08", "until": "yesterday", "thread": "12"},
     All((FieldTest("thread", "12"), FieldTest("since", "2025-05-08"), FieldTest("until", "yesterday")))),
    ({"copies": "first"}, FieldTest("copies", "first")),
]  # fmt: skip


@pytest.mark.parametrize(("given", "tree"), TREES)
def test_filters_are_one_tree_with_the_query(given: dict[str, str], tree: object) -> None:
    assert Filters.from_form(given).tree() == tree
