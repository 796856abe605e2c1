"""Names that the model missed, found by their tag; and the article of a name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import names
from wiredesk.contract import Extraction

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("On Monday regulators fined Qorvenza over the leak.", "Qorvenza"),
        ("Wakefield Council and Qorvenza are looking into it.", "Qorvenza"),
    ],
)
def test_a_proper_noun_is_a_name(extract: Extract, body: str, name: str) -> None:
    assert name in {found for found, _ in names(extract(body, language="en"))}


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("It is sold over the Internet, they said on Monday.", "Internet"),
        ("He wrote of Liberty and of Intolerance in the book.", "Intolerance"),
        ("The Chair read the motion. A new chair was elected on Monday.", "Chair"),
    ],
)
def test_a_common_noun_with_a_capital_is_none(extract: Extract, body: str, word: str) -> None:
    assert word not in {found for found, _ in names(extract(body, language="en"))}


def test_a_capital_article_is_part_of_the_mention_and_not_of_the_name(extract: Extract) -> None:
    result = extract("A spokesman told The Associated Press so. The Associated Press reported it.", language="en")
    agency = next(entity for entity in result.entities if entity.name == "Associated Press")
    texts = [result.text[slice(*mention.span)] for mention in agency.mentions if mention.kind == "name"]
    assert texts == ["The Associated Press", "Associated Press"]


@pytest.mark.parametrize(
    ("body", "name", "rule"),
    [
        ("Shares in Qorvenza fell on Monday.", "Qorvenza", "securities of it"),
        ("The outbreak of Ebola spread on Monday.", "Ebola", "found by: known"),
    ],
)
def test_the_entity_says_which_row_decided(extract: Extract, body: str, name: str, rule: str) -> None:
    result = extract(body, language="en")
    assert next(entity for entity in result.entities if entity.name == name).rule == rule


@pytest.mark.parametrize(
    ("body", "name", "label"),
    [
        ("The FTSE 100 fell on Monday.", "FTSE 100", "INDEX"),
        ("Cases of dengue rose in Manila on Monday.", "dengue", "DISEASE"),
        ("The vaccine against COVID-19 was late.", "COVID-19", "DISEASE"),
        ("Ministers signed the Paris Agreement on Monday.", "Paris Agreement", "AGREEMENT"),
        ("The plant in Larkwood, Mass., closed on Monday.", "Mass.", "GPE"),
        ("Britain voted for Brexit in 2016.", "Brexit", "EVENT"),
    ],
)
def test_what_the_knowledge_base_types(extract: Extract, body: str, name: str, label: str) -> None:
    assert (name, label) in names(extract(body, language="en"))


def test_two_proper_nouns_before_who_are_a_person(extract: Extract) -> None:
    result = extract("NAIROBI, Nov 6 - Wairimu Gitau, who heads research at the institute, said so. Gitau is 44.")
    [person] = [entity for entity in result.entities if entity.type == "PERSON"]
    assert (person.name, person.aliases) == ("Wairimu Gitau", ("Gitau",))
