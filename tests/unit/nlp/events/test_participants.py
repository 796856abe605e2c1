"""Who takes part in an act: lists, examples, apposition, and people through whom no state takes part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Extraction

SIDES = [
    (
        "Some leaders, including Carl Berg, Dan Holt and Ed Frost, denounced Mayor Stone on Friday.",
        "denounced",
        ["Carl Berg", "Dan Holt", "Ed Frost"],
        ["Stone"],
    ),
    (
        "Officials such as Carl Berg and Ed Frost criticized Iran.",
        "criticized",
        ["Carl Berg", "Ed Frost"],
        ["Iran"],
    ),
    (
        "Republican leaders, including Carl Berg, denounced Mayor Stone on Friday.",
        "denounced",
        ["Carl Berg"],
        ["Stone"],
    ),
    ("The attack killed 40 people, including six Finns.", "killed", [], []),
    (
        "The speaker of the House, Ann Lee, endorsed Senator Bob Stone on Friday.",
        "endorsed",
        ["Ann Lee"],
        ["Bob Stone"],
    ),
    (
        "Senator Stone endorsed the speaker of the House, Ann Lee, on Friday.",
        "endorsed",
        ["Stone"],
        ["Ann Lee"],
    ),
    ("A Hollywood, Fla., rabbi organized a protest on Monday.", "organized", [], []),
    ("Israel's prime minister met Egypt's president on Friday.", "met", ["Israel", "Egypt"], []),
    ("Senator Stone called for the United States to leave Iraq.", "called", ["Stone"], ["United States"]),
    ("France demanded that Iran stop its attacks on Israel.", "demanded", ["France"], ["Iran"]),
    ("The U.S. charged that Japan is dumping chips.", "charged", ["U.S."], ["Japan"]),
]


@pytest.mark.parametrize(("text", "trigger", "actors", "recipients"), SIDES, ids=[row[0] for row in SIDES])
def test_sides_of_an_act(
    text: str, trigger: str, actors: list[str], recipients: list[str], extract: Callable[..., Extraction]
) -> None:
    assert sides(extract(text), trigger) == (actors, recipients)


@pytest.mark.parametrize(
    ("headline", "trigger", "actors"),
    [
        ("Norland, Iran sign treaty", "sign", ["Norland", "Iran"]),
        ("Stone, Berg to meet Iran's president", "meet", ["Stone", "Carl Berg", "Iran"]),
        ("In Paris, Iran signs treaty", "signs", ["Iran"]),
    ],
)
def test_names_listed_at_the_start_of_a_headline_act_together(
    headline: str, trigger: str, actors: list[str], extract: Callable[..., Extraction]
) -> None:
    body = "Senator Stone and Carl Berg will meet on Friday. Norland and Iran signed a treaty."
    assert sides(extract(body, headline=headline), trigger)[0] == actors


def sides(found: Extraction, trigger: str) -> tuple[list[str], list[str]]:
    """Return the names of actors and recipients of the first event that a word tells."""
    names = {entity.id: entity.name for entity in found.entities}
    event = next(event for event in found.events if found.text[slice(*event.trigger)] == trigger)
    return [names[one] for one in event.actors], [names[one] for one in event.recipients]
