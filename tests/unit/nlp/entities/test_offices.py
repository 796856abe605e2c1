"""Offices in the titles of people, and the roles that fit them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from tests.support.extraction_views import named, texts
from tests.support.parses import parsed
from wiredesk.contract import Extraction
from wiredesk.nlp.entities.offices import NO_FIT, NOUN_FITS, PART_FITS, ROLE_FITS, fit, last_role, offices_of
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.mentions import TitleSpan

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("title", "role", "expected"),
    [
        ("Prime Minister", "prime minister", ROLE_FITS),
        ("Finance Minister", "minister", PART_FITS),
        ("Minister", "finance minister", NOUN_FITS),
        ("Finance Minister", "prime minister", NO_FIT),
        ("Prime Minister", "minister", NO_FIT),
        ("Minister", "prime minister", NO_FIT),
        ("Vice President", "president", NO_FIT),
        ("Deputy Mayor", "mayor", NO_FIT),
        ("Attorney General", "general", NO_FIT),
        ("Chief Executive Officer", "chief executive", PART_FITS),
        ("Head Coach", "coach", PART_FITS),
    ],
)
def test_a_role_fits_an_office(nlp: Language, title: str, role: str, expected: int) -> None:
    tokens, lexicon = parsed(nlp, title), entity_lexicon()
    offices = offices_of(tokens, [TitleSpan(0, len(tokens), None, "")], lexicon)
    assert fit(role, offices, lexicon) == expected


@pytest.mark.parametrize(
    ("words", "role"),
    [("former prime minister", "prime minister"), ("deputy mayor", "deputy mayor"), ("the red house", "")],
)
def test_the_role_that_ends_a_phrase(words: str, role: str) -> None:
    assert last_role(words.split(), entity_lexicon()) == role


def test_whether_an_office_is_a_former_one(nlp: Language) -> None:
    tokens = parsed(nlp, "former president")
    assert offices_of(tokens, [TitleSpan(0, 2, None, "")], entity_lexicon()).former


BUDGET = (
    "Prime Minister Anna Berg met Finance Minister Liis Tamm on Monday. Tamm left early. {phrase} denied rumours of "
    "a split."
)
PRESIDENTS = "Former president Ana Lopez praised President Luis Vega. Lopez spoke first. {phrase} left early."
DEPUTIES = "Deputy mayor John Cole met Mayor Ruth Ode. Cole spoke. {phrase} smiled."


@pytest.mark.parametrize(
    ("story", "phrase", "name"),
    [
        (BUDGET, "The prime minister", "Anna Berg"),
        (BUDGET, "The minister", "Liis Tamm"),
        (BUDGET, "The finance minister", "Liis Tamm"),
        (PRESIDENTS, "The president", "Luis Vega"),
        (PRESIDENTS, "The former president", "Ana Lopez"),
        (DEPUTIES, "The mayor", "Ruth Ode"),
        (DEPUTIES, "The deputy mayor", "John Cole"),
    ],
)
def test_the_exact_role_comes_before_the_noun(extract: Extract, story: str, phrase: str, name: str) -> None:
    result = extract(story.format(phrase=phrase))
    assert phrase in texts(result, named(result, name))


def test_nobody_is_the_bearer_of_another_office(extract: Extract) -> None:
    result = extract("Finance Minister Liis Tamm left early. The prime minister denied rumours of a split.")
    assert "The prime minister" not in texts(result, named(result, "Liis Tamm"))
