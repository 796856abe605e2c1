"""Names of a fixed form: universities with a campus, indices, awards, pageants; first names that are common words."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

LEAD = "The two of them met again in May, a week after the long strike had ended. "
"""Small letters before the name, so that the text is no headline."""


@pytest.mark.parametrize(
    ("body", "name", "type"),
    [
        ("He studied at the University of Texas at Austin for a year.", "University of Texas at Austin", "ORG"),
        ("She left the University of North Carolina at Chapel Hill.",
         "University of North Carolina at Chapel Hill", "ORG"),
        ("The Labor Department's Producer Price Index rose 0.2 percent.", "Producer Price Index", "INDEX"),
        ("The Consumer Confidence Index fell in April.", "Consumer Confidence Index", "INDEX"),
        ("They met at the 2003 Kids' Choice Awards.", "Kids' Choice Awards", "EVENT"),
        ("She won again at the People's Choice Awards.", "People's Choice Awards", "EVENT"),
        ("He is the owner of the Miss Universe Organization.", "Miss Universe Organization", "ORG"),
        ("It was the first Miss Teen USA of the year.", "Miss Teen USA", "EVENT"),
        ("Halloran said the Navy is considering a new carrier.", "Navy", "ORG"),
        ("He left the Air Force in May.", "Air Force", "ORG"),
        ("The report was in Star magazine on Monday.", "Star", "ORG"),
        ("Quarterback JaMarcus Russell, receiver Early Doucet and the coach stayed. Doucet was hurt.",
         "Early Doucet", "PERSON"),
        ("The band hired singer Faith Hill for a night.", "Faith Hill", "PERSON"),
    ],
)  # fmt: skip
def test_a_name_of_a_fixed_form_is_whole(pipeline: Pipeline, body: str, name: str, type: str) -> None:
    found = pipeline(Article(id="x", body=LEAD + body, language="en"))
    assert (name, type) in [(entity.name, entity.type) for entity in found.entities]


@pytest.mark.parametrize(
    ("body", "absent"),
    [
        ("It was Roth's Open Championship win of the year.", "Roth's Open Championship"),
        ("He wore navy shirts and left the Navy Yard.", "Navy"),
        ("The army came. A magazine said so. Monday newspaper readers left.", "Monday"),
        ("The University of Texas at Friday's hearing said no.", "University of Texas at Friday"),
        ("Miss Roth met the coach.", "Miss Roth"),
        ("The highest marks went to the Washington, D.C., area.", "Washington,"),
    ],
)
def test_other_words_are_no_part_of_the_name(pipeline: Pipeline, body: str, absent: str) -> None:
    found = pipeline(Article(id="x", body=LEAD + body, language="en"))
    mentions = [found.text[slice(*mention.span)] for entity in found.entities for mention in entity.mentions]
    assert absent not in mentions
