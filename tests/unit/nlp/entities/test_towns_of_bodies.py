"""A town is not the body that is called after it, in stories of local papers."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline


@pytest.mark.parametrize(
    ("body", "town", "other"),
    [
        ("Grand Ledge Police searched a home in May. The home in Grand Ledge was the scene of a find, officials said.",
         "Grand Ledge", "Grand Ledge Police"),
        ("A course will be offered in Parkers Prairie in May. It is at Parkers Prairie High School, officials said.",
         "Parkers Prairie", "Parkers Prairie High School"),
        ("The Springfield Performing Arts Corp. was named in May. A new hall opens in Springfield, officials said.",
         "Springfield", "Springfield Performing Arts Corp."),
        ("The Marietta Public Library was shut in May. The reading room in Marietta was full, officials said.",
         "Marietta", "Marietta Public Library"),
        ("The Lawrenceburg Parks Department met in May. The games take place in Lawrenceburg, officials said.",
         "Lawrenceburg", "Lawrenceburg Parks Department"),
    ],
)  # fmt: skip
def test_a_town_is_apart_from_the_body_that_is_called_after_it(
    pipeline: Pipeline, body: str, town: str, other: str
) -> None:
    found = pipeline(Article(id="x", body=body, language="en"))
    names = {
        found.text[slice(*mention.span)]: entity.id
        for entity in found.entities
        for mention in entity.mentions
        if mention.kind == "name"
    }
    assert other in names
    assert names[town] != names[other]


@pytest.mark.parametrize(
    "body",
    [
        "Lincoln National Corp. lost money in May. Investors sold their shares in Lincoln, officials said.",
        "Lincoln National Corp. lost money in May. It has a stake in Lincoln, officials said.",
    ],
)
def test_a_stake_in_a_company_is_in_no_town(pipeline: Pipeline, body: str) -> None:
    found = pipeline(Article(id="x", body=body, language="en"))
    assert len([entity for entity in found.entities if entity.name.startswith(("Norden", "Lincoln"))]) == 1
