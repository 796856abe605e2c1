"""Clubs and their towns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]
_STORY = (
    "Northtown Rovers beat Easton City 2-1 in the league on Saturday. Northtown scored twice before half-time. "
    "Northtown had lost five matches this season. Fans travelled to Northtown by train."
)


def _name_at(result: Extraction, word: str, after: str) -> str:
    """Return the name of the entity that a word right before another text belongs to."""
    start = result.text.index(f"{word} {after}")
    for entity in result.entities:
        if any(mention.span[0] == start for mention in entity.mentions):
            return entity.name
    raise AssertionError(f"nothing is named at {word} {after}")


@pytest.mark.parametrize("after", ["scored", "had lost"])
def test_a_town_that_plays_is_the_club_of_the_story(extract: Extract, after: str) -> None:
    assert _name_at(extract(_STORY), "Northtown", after) == "Northtown Rovers"


def test_a_town_to_which_people_travel_is_the_town(extract: Extract) -> None:
    result = extract(_STORY)
    town = named(result, "Northtown Rovers")
    start = result.text.index("Northtown by train")
    assert all(mention.span[0] != start for mention in town.mentions)


def test_a_town_of_two_clubs_stays_apart(extract: Extract) -> None:
    result = extract(
        "Boston Bruins lost and Boston Celtics won their games on Saturday. Boston scored 101 points in the league."
    )
    assert _name_at(result, "Boston", "scored") == "Boston"


def test_outside_sport_a_town_is_the_town(extract: Extract) -> None:
    result = extract("Chicago Heat Pumps sued the city on Monday. Chicago lost the case and Chicago will appeal.")
    assert _name_at(result, "Chicago", "lost") == "Chicago"


@pytest.mark.parametrize("nation", ["Brazil", "England", "Scotland"])
def test_a_country_that_plays_is_the_country(extract: Extract, nation: str) -> None:
    result = extract(
        f"{nation} beat Serbia 2-0 in the cup on Monday. {nation} scored two goals in the match for coach Hale."
    )
    assert named(result, nation).type == "GPE"
    assert all(mention.metonymic for mention in named(result, nation).mentions if mention.kind == "name")
    assert sum(entity.name == nation for entity in result.entities) == 1


def test_a_state_that_plays_is_the_club_of_the_story(extract: Extract) -> None:
    result = extract(
        "Seattle has won nine of its last 10 games this season. On Friday the Royals beat Texas 4-3 in the league. "
        "The Texas Rangers have lost four games. Rangers pitcher Tim Hale gave up one run in eight innings."
    )
    assert _name_at(result, "Texas", "4-3") == "Texas Rangers"
