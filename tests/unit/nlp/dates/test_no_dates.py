"""Words and figures that look like dates and are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

NO_DATES = [
    "The minister may march on the palace.",
    "April Jansen won the race.",
    "Judge May Olsen agreed.",
    "June Berg sang.",
    "August Strand wrote the play.",
    "The soldiers march in step.",
    "It may be late.",
    "Flight 1984 was full.",
    "Room 2001 was locked.",
    "The crowd of 1984 people left.",
    "She owes $2024.",
    "The index fell 1900 points.",
    "The ship carried 2000 tons of grain.",
    "It weighed 1850 kilograms.",
    "The hill is 1765 meters high.",
    "He finished second in the race.",
    "She gave him a second chance.",
    "A quarter of the vote was lost.",
    "Three quarters of them left.",
    "She slept in the French quarter.",
    "He spent a quarter on sweets.",
    "The score was 3-2.",
    "Route 66 is closed.",
    "The day-care center is shut.",
    "The car fell apart.",
    "They fall every time.",
    "The sun shone.",
    "He sat in the sun.",
    "She wed a sailor.",
    "He sat down.",
    "They marked the 25th anniversary of the pact.",
    "The Boeing 737 took off.",
    "Call 911 for help.",
    "A size 12 shoe was found.",
    "The ratio is 10:1.",
    "Psalm 23 was read.",
    "He is a man of the moment.",
    "The second man left.",
    "Version 2.10 is out.",
    "The number is 2025550.",
]


@pytest.mark.parametrize("sentence", NO_DATES)
def test_a_sentence_has_no_date(dates_in: Callable[[str], dict[str, object]], sentence: str) -> None:
    assert dates_in(sentence) == {}
