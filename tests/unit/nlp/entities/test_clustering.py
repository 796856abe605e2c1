"""One entity a thing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.support.extraction_views import named, texts
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


def test_a_person_has_one_entity_with_the_fullest_name(extract: Extract) -> None:
    result = extract(
        "Vladimir Putin met ministers on Monday. Putin told them that the plan was late. "
        "Mr Putin said Russia would wait. “Vladimir Vladimirovich is patient,” an aide said."
    )
    putin = named(result, "Vladimir Putin")
    assert putin.name == "Vladimir Putin"
    assert texts(result, putin, "name").count("Putin") == 2
    assert "Vladimir Vladimirovich" in texts(result, putin, "name")
    assert putin.links.wikidata == "Q7747"


def test_a_dateline_in_capitals_gives_no_name_that_the_story_writes_otherwise(extract: Extract) -> None:
    result = extract("PORT VILA, June 2 (Reuters) - A wave of 40 cm was measured at Port Vila on Tuesday.")
    assert texts(result, named(result, "Port Vila")) == ["PORT VILA", "Port Vila"]


def test_two_people_of_one_surname_are_kept_apart(extract: Extract) -> None:
    result = extract(
        "Robert Hale sued his sister, Joanna Hale, on Friday. Mrs Hale denied the claim. Mr Hale said he was sorry."
    )
    assert named(result, "Robert Hale").id != named(result, "Joanna Hale").id
    by_place = {
        mention.span: entity.name for entity in result.entities for mention in entity.mentions if mention.kind == "name"
    }
    assert by_place[(result.text.index("Mrs Hale") + 4, result.text.index("Mrs Hale") + 8)] == "Joanna Hale"
    assert by_place[(result.text.index("Mr Hale") + 3, result.text.index("Mr Hale") + 7)] == "Robert Hale"


def test_the_title_tells_two_people_of_one_surname_apart(extract: Extract) -> None:
    result = extract(
        "President Paul Brandt met Senator Mark Brandt on Monday. Senator Brandt was late. President Brandt was not."
    )
    at = result.text.index("President Brandt") + len("President ")
    assert (at, at + 6) in [mention.span for mention in named(result, "Paul Brandt").mentions]
    at = result.text.index("Senator Brandt") + len("Senator ")
    assert (at, at + 6) in [mention.span for mention in named(result, "Mark Brandt").mentions]


def test_an_office_that_somebody_else_holds(extract: Extract) -> None:
    result = extract("Hillary Clinton spoke in Ohio on Monday. President Clinton was in Texas.")
    assert texts(result, named(result, "Hillary Clinton")) == ["Hillary Clinton"]


def test_middle_initials_tell_father_and_son_apart(extract: Extract) -> None:
    result = extract("George W. Bush spoke of his father. George H.W. Bush was a pilot in the war.")
    assert named(result, "George W. Bush").id != named(result, "George H.W. Bush").id


def test_a_surname_alone_is_nobody_named_later_among_several(extract: Extract) -> None:
    result = extract("President Trump met the press. Trump's son Donald Trump Jr. and Eric Trump run the business.")
    assert texts(result, named(result, "Eric Trump")) == ["Eric Trump"]
    assert len(texts(result, named(result, "Trump"), "name")) == 2


def test_a_surname_that_ends_like_a_fathers_name(extract: Extract) -> None:
    result = extract("Roman Kovalenko met Roman Abramovich in London on Monday. Abramovich said he was pleased.")
    assert named(result, "Roman Abramovich").id != named(result, "Roman Kovalenko").id


def test_accents_make_no_second_person(extract: Extract) -> None:
    result = extract("Tayyip Erdogan will speak in Ankara on Monday. Mr. Erdoğan said he would not wait.")
    assert "Erdoğan" in texts(result, named(result, "Tayyip Erdogan"))


def test_a_company_by_its_first_words(extract: Extract) -> None:
    result = extract(
        "Standard Oil Co sold its pipelines to Kinder Morgan Ltd. Standard said so. Kinder Morgan paid cash."
    )
    assert named(result, "Standard").name == "Standard Oil Co"
    assert named(result, "Kinder Morgan").type == "ORG"
    assert len([entity for entity in result.entities if "Kinder" in entity.name]) == 1


def test_a_nickname_and_an_initial_are_the_same_person(extract: Extract) -> None:
    result = extract("Robert J. Mercado won the seat. Bob Mercado thanked his voters. R. Mercado is 61.")
    assert len({entity.id for entity in result.entities if "Mercado" in entity.name}) == 1


@pytest.mark.parametrize(
    ("body", "long", "short"),
    [
        (
            "Ministers of the North Atlantic Treaty Organisation met. NATO said it agreed.",
            "North Atlantic Treaty Organisation",
            "NATO",
        ),
        ("Standard Oil Co said it would drill. Standard was founded in Ohio.", "Standard Oil Co", "Standard"),
        ("The United States sent aid. Officials in the U.S. said more would follow.", "United States", "U.S."),
        ("The European Central Bank met. The ECB left its rate alone.", "European Central Bank", "ECB"),
        (
            "Kellerman Brothers Inc. cut jobs. Kellerman Brothers said it was sorry.",
            "Kellerman Brothers Inc.",
            "Kellerman Brothers",
        ),
    ],
)
def test_a_short_form_is_the_same_thing(extract: Extract, body: str, long: str, short: str) -> None:
    result = extract(body)
    assert named(result, long).id == named(result, short).id
    assert named(result, long).name == long


def test_a_people_is_linked_to_its_country_and_is_not_it(extract: Extract) -> None:
    result = extract("Russian troops left the town. Russia said the war was over.")
    people, country = named(result, "Russian"), named(result, "Russia")
    assert (people.type, country.type) == ("NORP", "GPE")
    assert people.id != country.id
    assert people.links.iso3166 == country.links.iso3166 == "RU"


def test_ids_follow_the_order_of_first_mention(extract: Extract) -> None:
    result = extract("Ghana beat Kenya in Cairo on Sunday, and Kenya's coach resigned.")
    firsts = [min(mention.span for mention in entity.mentions) for entity in result.entities]
    assert firsts == sorted(firsts)
    assert [entity.id for entity in result.entities] == [f"e{n}" for n in range(1, len(firsts) + 1)]


def test_no_two_mentions_of_a_kind_overlap(extract: Extract) -> None:
    result = extract(
        "Chinese President Xi Jinping and the Bank of China's chairman, Liu Wei, met in Hong Kong. He praised the bank."
    )
    spans = sorted(m.span for entity in result.entities for m in entity.mentions if m.kind == "name")
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
