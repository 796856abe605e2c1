"""Clubs that begin with their town or with a club's word, and people who do so too."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import names
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]
GAMES = " The striker has missed the last match of the season, and the goalkeeper is in doubt for the championship."


@pytest.mark.parametrize(
    ("text", "club"),
    [
        ("Trieste Mare came from behind to beat leaders Graz Nord 3-2 on Saturday. Graz were 2-0 up.", "Graz Nord"),
        ("Deportivo Rincón won in Montevideo.", "Deportivo Rincón"),
        ("The team plays against Dynamo Larkwood on Sunday.", "Dynamo Larkwood"),
    ],
)
def test_a_club(extract: Extract, text: str, club: str) -> None:
    assert (club, "ORG") in names(extract(text + GAMES, language="en"))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Lyon Halloran beat Anna Roth 3-2 on Saturday. Halloran was 2-0 up.", "Lyon Halloran"),
        ("Striker Jordan Halloran scored for Graz on Saturday.", "Jordan Halloran"),
        ("Chelsea Halloran beat Anna Roth on Saturday.", "Chelsea Halloran"),
    ],
)
def test_a_player(extract: Extract, text: str, person: str) -> None:
    assert (person, "PERSON") in names(extract(text + GAMES, language="en"))


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        (
            "Two people said U.S. buyout firm Hallam Ridge was preparing an offer. Hallam Ridge did not reply.",
            "Hallam Ridge",
        ),
        ("They beat the engineer, according to the ship's owner, Calder Marine of Limassol.", "Calder Marine"),
    ],
)
def test_a_firm_with_the_name_of_a_person(extract: Extract, text: str, firm: str) -> None:
    assert (firm, "ORG") in names(extract(text, language="en"))


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("Her last novel, Ash Wednesday Shift, was published in 2009.", "Ash Wednesday Shift"),
        ("He sang from his second album, Black Friday Blues, in May.", "Black Friday Blues"),
    ],
)
def test_a_title_between_commas(extract: Extract, text: str, work: str) -> None:
    assert (work, "WORK_OF_ART") in names(extract(text, language="en"))
