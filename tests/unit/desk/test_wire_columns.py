"""The columns of the wire view: what an address says, and the addresses that change it."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from desk.queries.query_syntax import BadQuery
from desk.web.wire_columns import MAX_COLUMNS, columns_query, links_of, parse_columns


@pytest.mark.parametrize(
    ("names", "queries", "headings"),
    [
        ([], [], ["All stories", "Flashes and urgents"]),
        ([], ["oil", "source:Reuters"], ["oil", "source:Reuters"]),
        (["Energy", ""], ["oil or gas", "strike"], ["Energy", "strike"]),
        (["Everything"], [""], ["Everything"]),
        (["", ""], [" ", "oil"], ["oil"]),
        (["One", "Two"], ["oil"], ["One", "Two"]),
    ],
)
def test_a_column_is_headed_by_its_name_else_by_its_query(
    names: list[str], queries: list[str], headings: list[str]
) -> None:
    assert [one.heading for one in parse_columns(names, queries)] == headings


def test_an_invalid_query_is_a_problem_of_its_column_only() -> None:
    good, bad = parse_columns([], ["oil", 'source:"x'])
    assert (good.problem, bool(bad.problem)) == ("", True)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(BadQuery, match="at most 12"):
        parse_columns([], ["oil"] * (MAX_COLUMNS + 1))


def test_an_address_says_the_same_columns_again() -> None:
    columns = parse_columns(["Öl & Gas", "", "All"], ["oil & gas", 'source:"Harbour News"', ""])
    given = parse_qs(columns_query(columns), keep_blank_values=True)
    assert parse_columns(given["name"], given["col"]) == columns
    assert columns_query(parse_columns([], ["a", "b"])) == "col=a&col=b"


def test_links_move_and_remove_a_column() -> None:
    first, middle, last = links_of(parse_columns([], ["a", "b", "c"]))
    assert (first.left, first.right, first.without) == (None, "col=b&col=a&col=c", "col=b&col=c")
    assert (middle.left, middle.right) == ("col=b&col=a&col=c", "col=a&col=c&col=b")
    assert (last.left, last.right, last.without) == ("col=a&col=c&col=b", None, "col=a&col=b")
