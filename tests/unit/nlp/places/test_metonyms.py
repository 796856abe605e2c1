"""Metonyms: a place that acts, and a place that is only a location."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Entity, Extraction

Extract = Callable[..., Extraction]

ACTORS = [
    ("Moscow said on Friday it would answer the new sanctions.", "Moscow"),
    ("Brussels fined the carmaker 40 million euros for price fixing.", "Brussels"),
    ("Talks between London and Paris broke down over fishing rights.", "Paris"),
    ("The envoy criticised Washington's refusal to sign the treaty.", "Washington"),
    ("Germany beat Portugal 2-1 in the final on Sunday.", "Germany"),
    ("Germany beat Portugal 2-1 in the final on Sunday.", "Portugal"),
    ("Their win over France last year was a surprise.", "France"),
    ("The proposal was rejected by Japan at the last session.", "Japan"),
    ("Moscow's ambassador left the room before the vote.", "Moscow"),
    ("Canada is ready to reopen the border talks.", "Canada"),
    ("Former England captain Tom Ashdown retired on Monday.", "England"),
    ("The Kremlin said the two leaders would speak again.", "Kremlin"),
]
LOCATIONS = [
    ("The conference was held in Moscow on Friday.", "Moscow"),
    ("The minister flew to Brussels for the meeting.", "Brussels"),
    ("Thousands marched through the streets of Paris.", "Paris"),
    ("The president visited Washington in May.", "Washington"),
    ("Snow fell across Germany and closed two airports.", "Germany"),
    ("She was born in France and lives near Lyon.", "France"),
    ("Canada is a large country with long winters.", "Canada"),
    ("The train from London to Paris was late.", "Paris"),
    ("They spoke in one of the Kremlin's halls.", "Kremlin"),
    ("Rep. Maria Salazar, R-Fla., introduced the bill on Friday.", "Fla."),
]


def entity(extraction: Extraction, name: str) -> Entity:
    return next(entity for entity in extraction.entities if entity.name.removeprefix("the ") == name)


@pytest.mark.parametrize(("text", "name"), ACTORS)
def test_a_place_that_acts(extract: Extract, text: str, name: str) -> None:
    assert any(mention.metonymic for mention in entity(extract(text), name).mentions)


@pytest.mark.parametrize(("text", "name"), LOCATIONS)
def test_a_place_that_is_only_a_location(extract: Extract, text: str, name: str) -> None:
    found = entity(extract(text), name)
    assert not any(mention.metonymic for mention in found.mentions)
    assert found.stands_for is None


def test_a_capital_stands_for_the_country_of_the_story(extract: Extract) -> None:
    found = extract("The United States imposed the duty in June. Beijing accused Washington of breaking the accord.")
    assert entity(found, "Washington").stands_for == entity(found, "United States").id
    assert entity(found, "Beijing").stands_for == "CN"


def test_a_team_stands_for_its_town(extract: Extract) -> None:
    found = extract("Liverpool beat Southampton 3-0 in the Cup on Saturday.")
    assert entity(found, "Liverpool").stands_for == entity(found, "Liverpool").id


@pytest.mark.parametrize(
    ("text", "name", "meanings"),
    [
        (
            "London said the tax would stay. Rents in London rose. London's refusal angered Paris.",
            "London",
            ["GB", None, "GB"],
        ),
        ("Madrid beat Lyon 3-1 on Saturday. Madrid rejected the ruling of the court.", "Madrid", ["e1", "ES"]),
        ("Brussels fined the carmaker. The European Union was founded in Rome.", "Brussels", ["European Union"]),
        ("The Kremlin denied it. Russia has said nothing.", "Kremlin", ["Russia"]),
        ("Chicago sued the state over the tax.", "Chicago", ["e1"]),
    ],
)
def test_each_mention_says_what_it_stands_for(
    extract: Extract, text: str, name: str, meanings: list[str | None]
) -> None:
    found = extract(text)
    idents = {each.name: each.id for each in found.entities}
    mentions = [mention for mention in entity(found, name).mentions if mention.kind == "name"]
    assert [mention.stands_for for mention in mentions] == [
        idents.get(meaning, meaning) if meaning else None for meaning in meanings
    ]
    assert all(mention.metonymic == (mention.stands_for is not None) for mention in mentions)


def test_only_names_are_metonymic(extract: Extract) -> None:
    found = extract("Russia said it would reply. It has waited for a month.")
    kinds = {mention.kind for each in found.entities for mention in each.mentions if mention.metonymic}
    assert kinds <= {"name"}


@pytest.mark.parametrize("text", ["", "Paris", "PARIS BEAT LONDON", "Paris - " * 500, "Paris 1 London 2 " * 200])
def test_odd_input(extract: Extract, text: str) -> None:
    extract(text, language="en")
