"""Words of time inside names, seasons and quarters of play."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.nlp.dates.named_things import NOT_DATES

Dates = Callable[[str], dict[str, tuple[str, str | None]]]

IN_NAMES = [
    "Mrs May told the House that she would resign.",
    "General March inspected the troops.",
    "April Jones joined the club.",
    "Friday Night Live returns.",
    "The Sunday Times reported it.",
    "Long March 9 will fly.",
    "The army began Operation January.",
    "The Milan daily Corriere della Sera said so.",
    "Sheffield Wednesday beat Leeds.",
    "They marked Bloody Sunday there.",
    "The film Saturday Night Fever opened.",
    "Larry King Now was nominated for a prize.",
    "The ship sailed to Easter Island.",
]
OF_PLAY = [
    "The Lakers led at the end of the third quarter, the coach said, and the rebounds decided it.",
    "Norway scored two goals in the third period and the goalkeeper saved a penalty in the second half.",
    "He scored a touchdown in the quarter, and two yards later the quarterback scored another.",
]


@pytest.mark.parametrize("sentence", [*IN_NAMES, *(row.yes for row in NOT_DATES)])
def test_a_word_of_time_inside_a_name_is_no_date(dates_in: Dates, sentence: str) -> None:
    assert dates_in(sentence) == {}


@pytest.mark.parametrize("sentence", OF_PLAY)
def test_quarters_and_halves_of_a_match_are_no_dates(dates_in: Dates, sentence: str) -> None:
    assert dates_in(sentence) == {}


@pytest.mark.parametrize("marked", ["He played [12 seasons] for Leeds.", "He scored twice [this season]."])
def test_a_season_of_play_has_no_value(marked_date: Callable[[str], tuple[str, str | None]], marked: str) -> None:
    assert marked_date(marked)[1] is None


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        ("The [February] FOMC kept the rate.", "2025-02"),
        ("The court sat on [Black Friday].", "2024-11-29"),
        ("Profit and revenue rose in [the third quarter].", "2024-Q3"),
        ("The daily said it would appear [daily].", "P1D"),
        ("The paper is read on [Sunday], the Times said.", "2025-05-04"),
    ],
)
def test_a_date_beside_a_name_stays(marked_date: Callable[[str], tuple[str, str]], marked: str, value: str) -> None:
    assert marked_date(marked)[1] == value
