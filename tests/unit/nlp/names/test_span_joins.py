"""Names whose parts the model finds: companies in full, names that stand whole elsewhere, first names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import named, names, texts
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Shares of Larkwood and Co Inc fell on Monday.", "Larkwood and Co Inc"),
        ("Carolina Power and Light Co said it would redeem the bonds.", "Carolina Power and Light Co"),
        ("It hired Hoare Larkwood (Far East) Ltd in May.", "Hoare Larkwood (Far East) Ltd"),
        ("It hired Yamato International (Europe) Ltd in May.", "Yamato International (Europe) Ltd"),
        ("The lead manager is W.I. Carter, Sons and Co of London.", "W.I. Carter, Sons and Co"),
        ("Nordin Lund &amp; Holm said profit rose in May.", "Nordin Lund &amp; Holm"),
    ],
)
def test_a_company_is_whole_up_to_its_legal_form(extract: Extract, text: str, company: str) -> None:
    assert (company, "ORG") in names(extract(text, language="en"))


def test_a_comma_belongs_to_a_company_among_others_with_legal_forms(extract: Extract) -> None:
    text = "Nordin Brothers Ltd, Goldwin, Sarks International Corp, First Orva Corp and Lund Steel Inc each get 1."
    assert ("Goldwin, Sarks International Corp", "ORG") in names(extract(text, language="en"))


def test_a_word_that_is_only_an_owner_begins_the_name(extract: Extract) -> None:
    text = "Larkwood's Bay Co said profit rose. It sold Larkwood's Bay Wholesale. Larkwood's Bay has stores in Canada."
    result = extract(text, language="en")
    assert not {name for name, _ in names(result)} & {"Larkwood", "Bay Co", "Bay Wholesale", "Bay"}
    assert ("Larkwood's Bay Co", "ORG") in names(result)


def test_an_owner_that_the_story_names_alone_stays_apart(extract: Extract) -> None:
    result = extract("Lumio's Nexa Corp said profit rose. Lumio bought it. Lumio fell on Monday.", language="en")
    assert "Lumio" in {name for name, _ in names(result)}


def test_a_person_and_co_is_no_company(extract: Extract) -> None:
    result = extract("Johan Larkwood scored twice. Next up for Larkwood and Co is a trip to London.", language="en")
    assert ("Larkwood", "PERSON") in names(result)


def test_two_firms_are_not_joined(extract: Extract) -> None:
    found = {name for name, _ in names(extract("Lumio Inc and Nordin Steel Corp fell on Monday.", language="en"))}
    assert {"Lumio Inc", "Nordin Steel Corp"} <= found


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Oh Se-jin, a lawmaker, said so.", "Oh Se-jin"),
        ("Mayor London Breed spoke on Monday.", "London Breed"),
        ("The Rev. France Davis, pastor of a church, spoke.", "France Davis"),
    ],
)
def test_a_first_name_belongs_to_its_surname(extract: Extract, text: str, person: str) -> None:
    assert (person, "PERSON") in names(extract(text, language="en"))


@pytest.mark.parametrize("text", ["The England captain Harry Lund left.", "Democrat Slater, 42, took 71,445 votes."])
def test_a_country_or_party_before_a_person_stays_apart(extract: Extract, text: str) -> None:
    assert not any(" " in name and name != "Harry Lund" for name, _ in names(extract(text, language="en")))


def test_a_name_is_whole_where_the_story_has_it_whole(extract: Extract) -> None:
    text = "President Han Dong-wook nominated former Health Minister Cha Eun-young as prime minister."
    result = extract(text, headline="Cha Eun-young named prime minister", language="en")
    assert set(texts(result, named(result, "Cha Eun-young"), "name")) == {"Cha Eun-young"}


def test_a_surname_opens_a_headline_about_the_future(extract: Extract) -> None:
    text = "MIAMI - Coach Pat Riley will have surgery. Riley said so."
    result = extract(text, headline="Riley to have surgery on right knee", language="en")
    assert texts(result, named(result, "Pat Riley"), "name") == ["Riley", "Pat Riley", "Riley"]


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("The Duchess of Rothbury is well, she said.", "Duchess of Rothbury", "PERSON"),
        ("Judge Alistair Penhale KC said so.", "Alistair Penhale", "PERSON"),
        ("It was filed in the Northern District of California.", "Northern District of California", "ORG"),
        ("They are registered under the U.S. Securities Act of 1933.", "U.S. Securities Act of 1933", "LAW"),
        ("They won a 41-14 Sugar Bowl victory.", "Sugar Bowl", "EVENT"),
        ("He bathed at the Maha Kumbh Mela. She came to the Kumbh Mela, too.", "Kumbh Mela", "EVENT"),
        ("The blast hit Grenfell Tower. Since Grenfell, laws have changed.", "Grenfell", "FAC"),
        ("We honor him, said Philip Bareham of Lansing, who saw it.", "Lansing", "GPE"),
    ],
)
def test_spans_and_types(extract: Extract, text: str, name: str, label: str) -> None:
    assert (name, label) in names(extract(text, language="en"))


def test_the_duchess_of_a_town_is_not_the_town(extract: Extract) -> None:
    result = extract("The Duchess of Cambridge came. She lives near Cambridge in England.", language="en")
    assert {("Duchess of Cambridge", "PERSON"), ("Cambridge", "GPE")} <= names(result)


def test_the_party_and_the_seat_of_a_member_are_two_names(extract: Extract) -> None:
    found = names(extract("Husni Hanadzlah (BN-Kuala Pilah) agreed.", language="en"))
    assert {("BN", "ORG"), ("Kuala Pilah", "GPE")} <= found


def test_the_names_of_a_list_are_of_one_type(extract: Extract) -> None:
    found = names(extract("The rivers, including the Zhujiang, Qiantangjiang and Minjiang, are low.", language="en"))
    assert {("Qiantangjiang", "LOC"), ("Minjiang", "LOC")} <= found


def test_a_site_is_a_name(extract: Extract) -> None:
    assert ("Goto.com", "ORG") in names(extract("He works for Goto.com in Paris.", language="en"))


def test_a_platform_of_one_letter_is_no_person(extract: Extract) -> None:
    result = extract('"There will be no impunity," the mayor wrote on X. It was late.', language="en")
    assert not {name for name, _ in names(result)} & {"X", "X."}
