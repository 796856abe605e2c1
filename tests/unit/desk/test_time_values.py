"""Values of expressions of time in words."""

from __future__ import annotations

import pytest

from desk.views.time_values import time_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("P3W", "three weeks"), ("P1Y", "one year"), ("P60D", "60 days"), ("P1000000Y", "1,000,000 years"),
        ("P4.9M", "4.9 months"), ("PTXH", "some hours"), ("PXY", "some years"), ("PT40M", "40 minutes"),
        ("P1DT12H", "one day twelve hours"), ("PRESENT_REF", "now"), ("PAST_REF", "in the past"),
        ("2026-08-18TEV", "Tue 18 Aug, evening"), ("2026-06-02TNI", "Tue 2 Jun, night"),
        ("2025-08-18", "Mon 18 Aug 2025"), ("2026-08", "August 2026"), ("2026", "2026"), ("195", "the 1950s"),
        ("19", "the 1900s"), ("2026-Q2", "second quarter of 2026"), ("2026-H1", "first half of 2026"),
        ("2026-WI", "winter 2026"), ("2026-W45", "week of Mon 2 Nov"), ("2026-W45-WE", "weekend of Sat 7 Nov"),
        ("2026-06-02T16:12", "Tue 2 Jun, 16:12"), ("2026-06-02T05:12Z", "Tue 2 Jun, 05:12 UTC"),
        ("2026-06-02T05:12+02:00", "Tue 2 Jun, 05:12 UTC+02:00"), ("2026-07-18T24:00", "Sat 18 Jul, 24:00"),
    ],
)  # fmt: skip
def test_a_value_is_told_in_words(value: str, words: str) -> None:
    assert time_words(value, year=2026) == words


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-W99", "2026-06-02TXX", "P", "PT", "next", "2026-13", "00", "XXXX-WXX-1"]
)
def test_a_value_of_no_known_form_stays_as_it_is(value: str) -> None:
    assert time_words(value) == value


@pytest.mark.parametrize(("value", "words"), [("P1Y", "every year"), ("P3W", "every three weeks")])
def test_a_repetition_says_how_often(value: str, words: str) -> None:
    assert time_words(value, "SET") == words


def test_nothing_is_no_words() -> None:
    assert time_words(None) == ""
