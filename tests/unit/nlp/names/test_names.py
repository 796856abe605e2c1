"""Spans of names and their types."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import names, texts
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


def test_a_name_does_not_reach_into_a_quotation(extract: Extract) -> None:
    result = extract('Vanuatu, home to 330,000 people, sits on the Pacific "Ring of Fire" and is shaken often.')
    assert not [name for name, _ in names(result) if name.count('"') == 1]
    assert ("Pacific", "LOC") in names(result)


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        ("Arsenal beat Chelsea on Saturday.", "Arsenal", "ORG"),
        ("Brussels fined Google 2.4 billion euros on Monday.", "Google", "ORG"),
        ("He will send forty doctors to Goma in eastern Congo.", "Goma", "GPE"),
        ("Iran's Supreme Leader Ali Khamenei spoke on Friday.", "Ali Khamenei", "PERSON"),
        ("Argentine striker Lionel Messi scored twice on Sunday.", "Argentine", "NORP"),
        ("By Jane Smith and Rajesh Kumar Singh\n\nThe plans are on hold.", "Rajesh Kumar Singh", "PERSON"),
        ("The Kremlin's spokesman spoke in Moscow on Monday.", "Kremlin", "FAC"),
        ("Chancellor Angela Merkel’s party lost the vote in Hesse.", "Angela Merkel", "PERSON"),
        ("The talks were held at the United Nations in New York.", "United Nations", "ORG"),
        ("Mr Halloran said he would appeal to the court.", "Halloran", "PERSON"),
        ("He flew home to Burkina Faso after the summit ended.", "Burkina Faso", "GPE"),
        ("The Bank of England raised its rate by a quarter point.", "Bank of England", "ORG"),
        ("French farmers blocked the road to the port on Friday.", "French", "NORP"),
        ("His grandfather had fought in the Second World War.", "Second World War", "EVENT"),
        ("Shares of Tollgate Holdings Ltd fell 4 percent in London.", "Tollgate Holdings Ltd", "ORG"),
        ("The flood cut the road through Marren County on Sunday.", "Marren County", "GPE"),
    ],
)
def test_a_name_is_cut_to_itself_and_typed(extract: Extract, body: str, name: str, kind: str) -> None:
    assert (name, kind) in names(extract(body))


def test_no_name_begins_with_an_article_or_ends_with_a_possessive(extract: Extract) -> None:
    result = extract("The White House’s plan was read by the European Commission’s lawyers and the Senate's leaders.")
    for entity in result.entities:
        for text in texts(result, entity, "name"):
            assert not text.lower().startswith(("the ", "a ", "“", '"'))
            assert not text.endswith(("'s", "’s", "'", "’"))


def test_a_surname_is_a_person_wherever_it_stands(extract: Extract) -> None:
    result = extract(
        "Marta Kolarova resigned as mayor on Tuesday.\n\nKolarova had led the town for nine years.\n\n"
        "Critics of Kolarova were pleased. Kolarova's deputy will take over."
    )
    assert ("Kolarova", "PERSON") in names(result)
    assert {kind for name, kind in names(result) if "Kolarova" in name} == {"PERSON"}


def test_two_people_in_one_span_are_two(extract: Extract) -> None:
    found = names(extract("The race was won by Anders Holm and Erik Dahl of Norway."))
    assert {("Anders Holm", "PERSON"), ("Erik Dahl", "PERSON")} <= found


def test_a_name_across_a_line_break_is_one(extract: Extract) -> None:
    result = extract("The prize went to Ana\nKovacs of Hungary, who wrote the book in two years.")
    assert any(entity.name == "Ana Kovacs" for entity in result.entities)


def test_acronym_in_brackets_is_a_name(extract: Extract) -> None:
    result = extract(
        "The Coastal Wildlife Protection Agency (CWPA) closed the beach on Monday. The CWPA said it would reopen soon."
    )
    agency = next(entity for entity in result.entities if entity.name == "Coastal Wildlife Protection Agency")
    assert texts(result, agency).count("CWPA") == 2


def test_a_headline_in_capitals_gives_only_what_the_story_bears_out(extract: Extract) -> None:
    result = extract(
        "LISBON, March 3 (Reuters) - Prime Minister Rui Tavares resigned on Monday after a vote in parliament.",
        headline="TAVARES QUITS AFTER LOSING VOTE",
    )
    found = names(result)
    assert ("LISBON", "GPE") in found
    assert ("Rui Tavares", "PERSON") in found
    assert not {text for text, _ in found} & {"QUITS", "LOSING VOTE", "VOTE"}


def test_months_and_trades_are_no_names(extract: Extract) -> None:
    found = {name for name, _ in names(extract("In March the Prime Minister met union leaders in Leeds."))}
    assert not found & {"March", "Prime Minister"}


def test_a_share_code_is_no_name(extract: Extract) -> None:
    found = {
        name for name, _ in names(extract("Tollgate Holdings (TGH.L) and Microsoft Corp (MSFT.O) fell on Monday."))
    }
    assert not found & {"TGH.L", "MSFT.O"}


def test_a_time_zone_is_no_name(extract: Extract) -> None:
    found = names(extract("The truce took effect at 6 p.m. in Kenya (1500 GMT), the army said."))
    assert ("Kenya", "GPE") in found
    assert "GMT" not in {text for text, _ in found}
