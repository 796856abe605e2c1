"""FollowTheMoney: an article with its mentions, under ids that stay the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from desk.formats_out.ftm import write_ftm
from tests.support.records import article
from wiredesk.contract import Article, Engine, Entity, Extraction, Links, Location, Mention
from wiredesk.kb.ftm_entities import FtmReader
from wiredesk.kb.kb_records import KbRecord

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ONE = article("s1", source="Xample", language="en-GB", published=AT, keywords=("bridges",))
SEEN = (Mention(span=(0, 6)),)
FOUND = Extraction(
    id="s1", version=1, language="en", text=ONE.text, engine=Engine(version="1", model="m"), entities=(
        Entity(id="e1", type="PERSON", name="Anna Kovac", aliases=("Kovac",), mentions=SEEN),
        Entity(id="e2", type="ORG", name="Acme", mentions=SEEN, links=Links(wikidata="Q5")),
        Entity(id="e3", type="GPE", name="Lyon", mentions=SEEN,
               location=Location(lat=1, lon=2, country="FR", level="city")),
        Entity(id="e4", type="PERSON", name="A. Photographer", mentions=(Mention(span=(0, 6), zone="credit"),)),
    ),
)  # fmt: skip


def entities(one: Article = ONE, found: Extraction | None = FOUND) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in write_ftm(one, found, AT).splitlines()]


def test_a_story_is_an_article_with_the_names_in_it() -> None:
    whole, *rest = entities()
    assert whole["schema"] == "Article" and whole["properties"] == {
        "title": ["Bridge to open"], "bodyText": [ONE.body], "publisher": ["Xample"], "language": ["eng"],
        "publishedAt": ["2026-11-26T12:00:00"], "modifiedAt": ["2026-11-26T12:00:00"], "keywords": ["bridges"],
        "notes": ["urn:x-wiredesk:story:s1"], "detectedCountry": ["fr"], "peopleMentioned": ["Anna Kovac"],
        "companiesMentioned": ["Acme"], "locationMentioned": ["Lyon"],
    }  # fmt: skip
    assert [(one["schema"], one["properties"]["name"], one["properties"].get("resolved")) for one in rest] == [
        ("Mention", ["Anna Kovac", "Kovac"], None), ("Organization", ["Acme"], None), ("Mention", ["Acme"], ["Q5"])
    ]  # fmt: skip
    assert rest[0]["properties"]["document"] == [whole["id"]]


def test_ids_stay_the_same_and_differ_between_stories() -> None:
    first, again = entities(), entities(ONE.model_copy(update={"version": 2, "headline": "Later"}))
    assert [one["id"] for one in first] == [one["id"] for one in again]
    other = entities(ONE.model_copy(update={"id": "s2"}))
    assert {one["id"] for one in first} & {one["id"] for one in other} == {"Q5"}


def test_our_own_reader_finds_the_things() -> None:
    rows = [row for line in write_ftm(ONE, FOUND, AT).splitlines() for row in FtmReader().rows(line)]
    assert [(row.id, row.name) for row in rows if isinstance(row, KbRecord)] == [("Q5", "Acme")]


def test_a_story_without_results_is_an_article_alone() -> None:
    assert [one["schema"] for one in entities(found=None)] == ["Article"]
