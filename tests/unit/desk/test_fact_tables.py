"""Tables of single facts: what a row says without the story, in exports, the lake and the mirror alike."""

from __future__ import annotations

from typing import Any

import pytest

from desk.queries.entity_things import EntityThing
from desk.queries.related_stories import Across
from desk.queries.stories import Story
from desk.views.export_tables import STORY_TABLES, TABLES, ExportTable
from desk.views.table_form import shown_story
from tests.support.records import article
from wiredesk.contract import (
    Amount,
    Date,
    Dateline,
    Engine,
    Entity,
    Extraction,
    Links,
    Location,
    Mention,
    Quote,
    Region,
    Title,
    Topic,
)

ARTICLE = article("s1", 2, headline="", body='Acme paid $5 million in Lyon on May 8, Anna Kovac said: "We win."',
                  source="Xample", published="2026-05-08T10:00:00Z")  # fmt: skip
BODY = ARTICLE.text


def span(words: str) -> tuple[int, int]:
    start = BODY.index(words)
    return start, start + len(words)


FOUND = Extraction(
    id="s1", version=2, language="en", text=BODY, engine=Engine(version="1", model="m"), focus="e2",
    dateline=Dateline(span=(0, 4), place="e2"), topics=(Topic(code="medtop:1", name="economy", score=0.7),),
    entities=(
        Entity(id="e1", type="ORG", name="Acme", mentions=(Mention(span=span("Acme")),), links=Links(ticker="NYSE:AC")),
        Entity(id="e2", type="GPE", name="Lyon", mentions=(Mention(span=span("Lyon")),),
               links=Links(wikidata="Q456", geonames=2996944),
               location=Location(lat=45.75, lon=4.85, country="FR", level="city", admin1=Region(id="FR.84", name="A"))),
        Entity(id="e3", type="PERSON", name="Anna Kovac", mentions=(Mention(span=span("Anna Kovac")),),
               titles=(Title(span=(0, 4), text="Mayor"),)),
        Entity(id="e4", type="NORP", name="French", mentions=(Mention(span=(0, 4)),)),
    ),
    quotes=(Quote(kind="direct", content=(span("We win."),), cue=span("said"), source=span("Anna Kovac"), speaker="e3",
                  speakers=("e3", "e1"), speaks_for="e1", score=0.9),),
    amounts=(Amount(span=span("$5 million"), kind="money", value=5e6, unit="USD", entity="e1", score=0.8),),
    dates=(Date(span=span("May 8"), type="DATE", value="2026-05-08", anchor="2026-05-08"),),
)  # fmt: skip
OTHERS = Across(
    things={
        "e1": EntityThing(11, None, None, False), "e3": EntityThing(13, None, None, False),
        "e4": EntityThing(14, None, None, False), "e2": EntityThing(12, None, None, False),
    },
    countries={"e4": 99},
)  # fmt: skip


def rows(table: ExportTable, others: Across = OTHERS, least: float = 0.0) -> list[dict[str, Any]]:
    exported = STORY_TABLES[table]
    story = Story({"words": 12}, ARTICLE, FOUND.json_line().decode())
    return [dict(zip(exported.names, row, strict=True)) for row in exported.rows(shown_story(story, others, least))]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (ExportTable.quotes, [{
            "story": "s1", "version": 2, "n": 0, "source": "Xample", "content": "We win.", "cue": "said",
            "said_by": "Anna Kovac", "speaker": "Anna Kovac", "speaker_type": "PERSON", "speaker_thing": "13",
            "speakers": ["Anna Kovac", "Acme"], "speaker_things": ["13", "11"], "speaks_for": "Acme",
            "speaks_for_thing": "11", "quotation": True, "start": 57, "end": 64,
        }]),
        (ExportTable.entities, [
            {"entity": "e1", "ticker": "NYSE:AC", "thing": "11", "identity": "11"},
            {"entity": "e2", "wikidata": "Q456", "geonames": "2996944", "mentions": 1},
            {"entity": "e3", "titles": ["Mayor"]},
            {"entity": "e4", "thing": "14", "identity": "99"},
        ]),
        (ExportTable.places, [{
            "name": "Lyon", "lat": 45.75, "lon": 4.85, "country": "FR", "admin1": "FR.84", "focus": True,
            "dateline": True, "thing": "12",
        }]),
        (ExportTable.amounts, [{
            "kind": "money", "value": 5e6, "unit": "USD", "text": "$5 million", "entity": "Acme", "entity_thing": "11"
        }]),
        (ExportTable.dates, [{"type": "DATE", "value": "2026-05-08", "text": "May 8", "n": 0}]),
        (ExportTable.topics, [{"code": "medtop:1", "name": "economy", "score": 0.7}]),
        (ExportTable.tickers, [{"ticker": "NYSE:AC", "market": "NYSE", "symbol": "AC", "name": "Acme", "thing": "11"}]),
    ],
    ids=str,
)  # fmt: skip
def test_a_row_can_be_read_alone(table: ExportTable, expected: list[dict[str, Any]]) -> None:
    found = rows(table)
    assert [{name: row[name] for name in wanted} for row, wanted in zip(found, expected, strict=True)] == expected


def test_a_rejected_name_and_what_is_unsure_are_in_no_table() -> None:
    others = Across(things={"e3": EntityThing(13, None, None, True)})
    assert "Anna Kovac" not in {row["name"] for row in rows(ExportTable.entities, others)}
    assert rows(ExportTable.quotes, others)[0]["speakers"] == ["Acme"]
    assert rows(ExportTable.amounts, least=0.9) == [] and len(rows(ExportTable.quotes, least=0.9)) == 1


@pytest.mark.parametrize("table", list(STORY_TABLES))
def test_a_story_without_results_has_no_facts(table: ExportTable) -> None:
    story = shown_story(Story({"words": 0}, ARTICLE, None), Across())
    assert len(list(STORY_TABLES[table].rows(story))) == (table is ExportTable.stories)
    assert len(set(STORY_TABLES[table].names)) == len(STORY_TABLES[table].names)


def test_a_mention_has_its_words_and_its_entity() -> None:
    table, story = TABLES[ExportTable.mentions], Story({"words": 12}, ARTICLE, FOUND.json_line().decode())
    found = [dict(zip(table.names, row, strict=True)) for row in table.rows(shown_story(story, OTHERS))]
    assert [(row["n"], row["name"], row["text"], row["thing"]) for row in found] == [
        (0, "Acme", "Acme", "11"), (1, "Lyon", "Lyon", "12"), (2, "Anna Kovac", "Anna Kovac", "13"),
        (3, "French", "Acme", "14"),
    ]  # fmt: skip
