"""The evidence of the words around a name."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.examples import read_example
from wiredesk.nlp.places.place_context import Evidence, context_evidence, resident_context


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        # a person, or a part of a longer name
        ("Mrs. [Ashdown] left.", Evidence.AGAINST),
        ("Dr [Ashdown] left.", Evidence.AGAINST),
        ("Lord [Ashdown] left.", Evidence.AGAINST),
        ("Tom [Ashdown] left.", Evidence.AGAINST),
        ("[Ashdown] Holdings fell.", Evidence.AGAINST),
        ("It rained in Port [Ashdown].", Evidence.AGAINST),
        # residents and institutions
        ("An [Ashdown] man left.", Evidence.STRONG),
        ("An [Ashdown] teenager left.", Evidence.STRONG),
        ("Two [Ashdown] residents left.", Evidence.STRONG),
        ("An [Ashdown] school burned.", Evidence.WEAK),
        ("The [Ashdown] airport closed.", Evidence.WEAK),
        ("The [Ashdown] affair ended.", Evidence.NONE),
        # prepositions
        ("It rained in [Ashdown].", Evidence.STRONG),
        ("It rained near [Ashdown].", Evidence.STRONG),
        ("It rained outside [Ashdown].", Evidence.STRONG),
        ("She drove through [Ashdown].", Evidence.WEAK),
        ("She drove toward [Ashdown].", Evidence.WEAK),
        ("The letter was signed by [Ashdown].", Evidence.NONE),
        ("A book about [Ashdown] sold well.", Evidence.NONE),
        # lists of counties
        ("The order covers [Clay] and Duval counties.", Evidence.STRONG),
        ("The order covers Clay, [Duval] & Nassau counties.", Evidence.STRONG),
        ("The order covers [Orleans], Caddo and Acadia parishes.", Evidence.STRONG),
        ("The order covers [Clay], which has no counties.", Evidence.NONE),
        # ages, seats, streets, offices
        ("Ann Lee, 7, of [Ashdown], won.", Evidence.STRONG),
        ("Ann Lee, a fan of [Ashdown], won.", Evidence.NONE),
        ("Sen. Ann Lee, D-[Ashdown], won.", Evidence.STRONG),
        ("The [Ashdown]-based maker grew.", Evidence.STRONG),
        ("The [Ashdown]-area maker grew.", Evidence.STRONG),
        ("It burned at 9 Mill Road, [Ashdown].", Evidence.STRONG),
        # datelines
        ("[ASHDOWN] — Police closed the road.", Evidence.STRONG),
        ("[ASHDOWN], Police closed the road.", Evidence.STRONG),
        ("[IRS] - Police closed the road.", Evidence.NONE),
        ("[Ashdown] — Police closed the road.", Evidence.NONE),
    ],
)
def test_the_evidence(nlp: Language, sentence: str, evidence: Evidence) -> None:
    assert context_evidence(*read_example(nlp, sentence)) == evidence


def test_a_headline_in_capitals_is_not_a_dateline(nlp: Language) -> None:
    tokens, start, end = read_example(nlp, "[ASHDOWN] - POLICE CLOSE ROAD")
    assert context_evidence(tokens, start, end) == Evidence.NONE


@pytest.mark.parametrize(
    ("sentence", "resident"),
    [
        ("An [Ashdown] man left.", True),
        ("Ann Lee, 24, of [Ashdown], won.", True),
        ("Rep. Ann Lee, R-[Ashdown], won.", True),
        ("The [Ashdown]-born singer won.", True),
        ("The order covers [Clay] and Duval counties.", True),
        ("It rained in [Ashdown].", False),
        ("A Tom [Ashdown] man left.", False),
        ("[Ashdown] Holdings fell.", False),
    ],
)
def test_a_context_that_excludes_people_and_organisations(nlp: Language, sentence: str, resident: bool) -> None:
    assert resident_context(*read_example(nlp, sentence)) is resident
