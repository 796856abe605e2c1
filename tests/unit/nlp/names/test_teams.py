"""Towns that play are teams, in stories about games only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import names
from wiredesk.contract import Extraction

GAMES = " The striker has missed the last match of the season, and the goalkeeper is in doubt for the championship."
Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    "sentence",
    [
        "Leeds beat Larkwood Rovers on Saturday.",
        "The Leeds coach praised his men on Saturday.",
        "It was a poor game against Leeds on Saturday.",
    ],
)
def test_a_town_that_plays_is_a_team(extract: Extract, sentence: str) -> None:
    assert ("Leeds", "ORG") in names(extract(sentence + GAMES, language="en"))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("The match will be played in Leeds on Saturday." + GAMES, "Leeds"),
        ("The Leeds council praised its workers on Saturday.", "Leeds"),
        ("Australia beat India on Saturday." + GAMES, "Australia"),
    ],
)
def test_other_places_stay_places(extract: Extract, body: str, name: str) -> None:
    assert (name, "GPE") in names(extract(body, language="en"))


def test_team_and_town_are_two_entities(extract: Extract) -> None:
    body = "Leeds beat Larkwood Rovers on Saturday. The fans drove home to Leeds." + GAMES
    assert {("Leeds", "ORG"), ("Leeds", "GPE")} <= names(extract(body, language="en"))
