"""Service numbers: gaps open once and close when the late number comes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiredesk.service_numbers import (
    NumberState,
    ServiceNumber,
    after_number,
    gap_lines,
    parse_service_number,
)

AT = datetime(2026, 11, 27, tzinfo=UTC)


def after(numbers: list[int], digits: int = 4) -> NumberState:
    state: NumberState | None = None
    for number in numbers:
        state = after_number(state, ServiceNumber("abc", number, digits), AT)
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("numbers", "digits", "missing"),
    [
        ([17, 18, 19], 4, []),
        ([17, 19], 4, ["18"]),
        ([17, 21], 4, ["18–20"]),
        ([17, 21, 19], 4, ["18", "20"]),
        ([17, 21, 19, 18, 20], 4, []),
        ([17, 18, 18, 17, 19], 4, []),  # sent again
        ([17, 18, 5, 19], 4, []),  # an old one was sent again
        ([17, 18, 5, 6, 7, 19, 20], 4, []),  # several were
        ([712, 1, 2, 3], 3, []),  # the agency begins again at midnight
        ([712, 1, 2, 3, 5], 3, ["4"]),
        ([9998, 9999, 1, 2], 4, []),
        ([9997, 2], 4, ["9998–9999", "1"]),
        ([998, 2], 3, ["999", "1"]),
        ([17, 900, 901], 3, []),  # too far ahead to be a gap: another sequence
        ([17, 400, 401], 3, ["18–399"]),
    ],
)
def test_missing_numbers(numbers: list[int], digits: int, missing: list[str]) -> None:
    assert [str(one) for one in after(numbers, digits).missing] == missing


@given(st.permutations(range(100, 120)))
def test_numbers_in_any_order_leave_no_gap(numbers: list[int]) -> None:
    """Once the first and the last of them have come, none is missing when all have."""
    assert after([99, 120, *numbers, 121]).missing == ()


@given(st.lists(st.integers(0, 999), min_size=1, max_size=60))
def test_the_state_survives_a_restart(numbers: list[int]) -> None:
    state = after(numbers, 3)
    assert NumberState.of(state.record()) == state
    spans = [(one.first, one.last) for one in state.missing]
    assert all(first <= last for first, last in spans) and len(spans) <= 50


def test_what_a_person_is_told() -> None:
    before, gap = after([17]), after([17, 21])
    assert gap_lines("abc", before, gap) == ["service abc: 3 missing: 18–20"]
    assert gap_lines("abc", gap, after([17, 21, 22])) == []
    assert gap_lines("abc", gap, after([17, 21, 19])) == ["service abc: 1 came late, 2 missing"]
    assert gap_lines("", after([17, 21, 19, 18]), after([17, 21, 19, 18, 20])) == [
        "service numbers: 1 came late, 0 missing"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abc 0123", ServiceNumber("abc", 123, 4)),
        ("V 0456", ServiceNumber("v", 456, 4)),
        ("0017", ServiceNumber("", 17, 4)),
        ("abc", None),
        ("", None),
        ("a 1", None),
    ],
)
def test_a_number_as_a_parser_notes_it(text: str, found: ServiceNumber | None) -> None:
    assert parse_service_number(text) == found
