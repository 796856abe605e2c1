"""The office of a title, when it is held, whose it is, and what is no title."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

TITLES = [
    # sentence, person, (office, tense, body) of each title
    ("The chief executive of Acme Corp, Ann Lee, left.", "Ann Lee", [("chief executive", "current", "Acme Corp")]),
    ("Acme Corp CEO Ann Lee left.", "Ann Lee", [("chief executive", "current", "Acme Corp")]),
    (
        "Ann Lee, the former chief executive and chairman of Acme Corp, left.",
        "Ann Lee",
        [("chief executive", "former", "Acme Corp"), ("chair", "former", "Acme Corp")],
    ),
    ("Prime Minister-elect Ann Lee met them.", "Ann Lee", [("prime minister", "elect", None)]),
    ("President-elect Ann Lee met them.", "Ann Lee", [("president", "elect", None)]),
    ("They met acting mayor Ann Lee.", "Ann Lee", [("mayor", "acting", None)]),
    ("They met then-president Ann Lee.", "Ann Lee", [("president", "former", None)]),
    ("Gov. Ann Lee spoke.", "Ann Lee", [("governor", "current", None)]),
    ("Lt. Gen. Ann Lee spoke.", "Ann Lee", [("lieutenant general", "current", None)]),
    ("Vice President Ann Lee spoke.", "Ann Lee", [("vice president", "current", None)]),
    ("Deputy Prime Minister Ann Lee spoke.", "Ann Lee", [("deputy prime minister", "current", None)]),
    ("Ann Lee served as finance minister from 2001 to 2004.", "Ann Lee", [("finance minister", "former", None)]),
    ("Ann Lee was the mayor of Oslo.", "Ann Lee", [("mayor", "former", "Oslo")]),
    ("Ann Lee is the mayor of Oslo.", "Ann Lee", [("mayor", "current", "Oslo")]),
    ("Ann Lee resigned as chairman of Microsoft.", "Ann Lee", [("chair", "former", "Microsoft")]),
    ("Ann Lee, Norway's minister of finance, left.", "Ann Lee", [("finance minister", "current", "Norway")]),
    ("They met civil rights activist Ann Lee.", "Ann Lee", [("civil rights activist", "current", None)]),
    ("They met stock market analyst Ann Lee.", "Ann Lee", [("stock market analyst", "current", None)]),
    ("They met athletic director Ann Lee.", "Ann Lee", [("athletic director", "current", None)]),
    ("Ann Lee, head of public protection, left.", "Ann Lee", [("head of public protection", "current", None)]),
    ("They hired Ann Lee to be their coach.", "Ann Lee", [("coach", "current", None)]),
    ("Ann Lee led Microsoft for ten years.", "Ann Lee", [("leader", "former", "Microsoft")]),
    ("OSLO, March 5 (Reuters) - House Speaker Ann Lee spoke.", "Ann Lee", [("house speaker", "current", None)]),
    ("He said today President Ann Lee must go.", "Ann Lee", [("president", "current", None)]),
    (
        "Former presidential candidate Sen. Ann Lee spoke.",
        "Ann Lee",
        [("senator", "current", None), ("presidential candidate", "former", None)],
    ),
    ("Prime Minister Sir Tom Lee left.", "Tom Lee", [(None, "current", None), ("prime minister", "current", None)]),
    ("Ann Lee no longer works for Microsoft.", "Ann Lee", [("employee", "former", "Microsoft")]),
]
NO_TITLES = [
    "Her husband Tom Lee left.",
    "They met twin sister Ann Lee.",
    "They met Texas native Ann Lee.",
    "The survivor, Ann Lee, left.",
    "They met billionaire Ann Lee.",
    "Could Ann Lee play at Microsoft?",
    "Ann Lee refused to join Microsoft.",
    "The young Harry Potter author wrote it.",
]


@pytest.mark.parametrize(("sentence", "person", "expected"), TITLES)
def test_a_title_has_an_office_a_tense_and_a_body(
    pipeline: Pipeline, sentence: str, person: str, expected: list[tuple[str, str, str | None]]
) -> None:
    found = pipeline(Article(id="x", body=sentence, language="en")).entities
    names = {entity.id: entity.name for entity in found}
    titles = next((entity.titles for entity in found if entity.name == person), ())
    assert [(one.office, one.tense, names.get(one.of or "")) for one in titles] == expected
    assert all(one.rule for one in titles)


@pytest.mark.parametrize("sentence", NO_TITLES)
def test_what_somebody_is_to_others_is_no_title(pipeline: Pipeline, sentence: str) -> None:
    assert [
        entity.titles for entity in pipeline(Article(id="x", body=sentence, language="en")).entities if entity.titles
    ] == []
