"""Stories in formats of the trade: our own parsers read the same story from them, and Superdesk finds what it reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
from lxml import etree

from desk.formats_out.newsml_g2 import news_message, write_newsml
from desk.formats_out.ninjs import write_ninjs, write_ninjs_1
from desk.formats_out.out_formats import FORMATS, OutFormat, cancellation
from producer.formats import parse
from tests.support.iptc_checks import newsml_faults, ninjs_faults
from tests.support.paths import ROOT
from wiredesk.contract import Article, Dateline, Engine, Entity, Extraction, Links, Location, Mention, Topic

AT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SEEDS = [
    article
    for file in sorted((ROOT / "seeds").rglob("*"))
    if file.is_file() and file.suffix != ".md"
    for article in parse(file.read_bytes(), file.name).articles
]
FIELDS = ("id", "version", "headline", "body", "published", "urgency", "status", "language", "embargo_until",
          "keywords", "byline", "slugline", "editor_note", "rights", "source", "kind")  # fmt: skip
RICH = Article(
    id="urn:newsml:xp.example:20260508:bridge", version=3, headline="Bridge & tunnel <open>",
    body="LYON (XP) - \"It opens\", she said.\n\nThe second line\nhas a break.\n\nA  1.0\nB  2.0",
    byline="By Erik Larsen",
    slugline="LYON-BRIDGE", language="en-GB", source="Xample Press", rights="(c) XP", editor_note="Adds quote",
    published=AT, updated=AT, urgency=2, embargo_until=AT, kind="correction", keywords=("bridges", "Lyon"),
    subjects=("medtop:20000593", "subj:04000000"),
)  # fmt: skip


def mention() -> tuple[Mention, ...]:
    return (Mention(span=(0, 6)),)


FOUND = Extraction(
    id=RICH.id, version=3, language="en", text=RICH.text, engine=Engine(version="1", model="m"),
    dateline=Dateline(span=(24, 28), place="e3"), summary=((0, 22),), topics=(
        Topic(code="medtop:20000593", name="bridge", score=1.0, rule="wire:medtop:20000593"),
        Topic(code="medtop:20000350", name="transport", score=0.8),
    ),
    entities=(
        Entity(id="e1", type="PERSON", name="Anna Kovac", mentions=mention(), salience=0.4, score=0.9),
        Entity(id="e2", type="ORG", name="Acme", mentions=mention(), links=Links(wikidata="Q5", ticker="NYSE:ACM")),
        Entity(id="e3", type="GPE", name="Lyon", mentions=mention(), salience=0.6,
               links=Links(wikidata="Q456", geonames=2996944),
               location=Location(lat=45.75, lon=4.85, country="FR", level="city")),
        Entity(id="e4", type="PERSON", name="A. Photographer", mentions=(Mention(span=(0, 6), zone="credit"),)),
        Entity(id="e5", type="NORP", name="French", mentions=mention()),
    ),
)  # fmt: skip


def read_back(format: OutFormat, article: Article, found: Extraction | None = None) -> Article:
    (again,) = parse(FORMATS[format].write(article, found, AT), "back").articles
    return again


@pytest.mark.parametrize("format", list(OutFormat))
@pytest.mark.parametrize("article", [*SEEDS, RICH], ids=lambda one: one.id)
def test_our_parser_reads_the_same_story(format: OutFormat, article: Article) -> None:
    again = read_back(format, article, FOUND if article is RICH else None)
    if article.editor_note is None and again.editor_note:  # parsers move a note to editors out of the body
        assert again.editor_note in article.body
        article = article.model_copy(update={"body": again.body, "editor_note": again.editor_note})
    assert {name: getattr(again, name) for name in FIELDS} == {name: getattr(article, name) for name in FIELDS}
    assert set(article.subjects) <= set(again.subjects)
    assert again.updated == article.updated or (article.updated is None and format is OutFormat.newsml_g2)


@pytest.mark.parametrize("format", list(OutFormat))
@pytest.mark.parametrize(
    "fields",
    [
        {"id": "AB 12/é"}, {"id": "urn:x-wiredesk:story:a"}, {"status": "canceled", "body": ""},
        {"status": "withheld"}, {"kind": "update"}, {"kind": "advisory"}, {"headline": ""},
        {"version": 20_261_126_120_000}, {"language": None},
    ],
    ids=str,
)  # fmt: skip
def test_odd_stories_come_back(format: OutFormat, fields: dict[str, Any]) -> None:
    again = read_back(format, RICH.model_copy(update=fields))
    if format is not OutFormat.newsml_g2:
        fields = {name: value for name, value in fields.items() if name != "kind"}  # ninjs tells only a correction
    assert {name: getattr(again, name) for name in fields} == fields


@pytest.mark.parametrize("format", list(OutFormat))
def test_control_characters_harm_no_format(format: OutFormat) -> None:
    again = read_back(format, RICH.model_copy(update={"body": "One\x0btwo\x00.", "headline": "A\x1bb"}))
    assert again.body.startswith("One") and again.body.endswith("two.")


@pytest.mark.parametrize("format", list(OutFormat))
def test_a_cancellation_names_the_story_and_nothing_of_it(format: OutFormat) -> None:
    again = read_back(format, cancellation("s 1", 4, AT))
    assert (again.id, again.version, again.status, again.body, again.updated) == ("s 1", 4, "canceled", "", AT)


def test_ninjs_has_what_was_found_by_its_kind() -> None:
    item = orjson.loads(write_ninjs(RICH, FOUND, AT))
    assert item["people"] == [{"name": "Anna Kovac", "rel": "about", "literal": "Anna Kovac"}]
    assert item["organisations"] == [
        {"name": "Acme", "rel": "about", "uri": "http://www.wikidata.org/entity/Q5",
         "symbols": [{"symbol": "ACM", "exchange": "NYSE"}]}
    ]  # fmt: skip
    assert item["places"][0]["geoJSON"] == {"type": "Point", "coordinates": [4.85, 45.75]}
    assert [one["name"] for one in item["subjects"]] == ["bridge", "04000000", "transport", "French", "bridges", "Lyon"]
    assert item["subjects"][2] == {
        "name": "transport", "rel": "about", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000350", "confidence": 80
    }  # fmt: skip
    assert item["located"] == "Lyon"


@pytest.mark.parametrize("format", list(OutFormat))
@pytest.mark.parametrize("article", [*SEEDS, RICH, RICH.model_copy(update={"id": "x y"})], ids=lambda one: one.id)
def test_an_item_is_as_iptc_specifies(article: Article, format: OutFormat) -> None:
    content = FORMATS[format].write(article, FOUND, AT)
    assert (newsml_faults if format is OutFormat.newsml_g2 else ninjs_faults)(content) == []


@pytest.mark.parametrize("format", list(OutFormat))
@pytest.mark.parametrize(
    "fields",
    [
        {"keywords": ("two\nlines", "a\ttab"), "slugline": "A\nB", "source": "Xample\r\nPress"},
        {"subjects": ("medtop:not a code", "subj:", "medtop:a\"b", "own:x y", "no scheme")},
        {"language": "en_GB"}, {"language": "English (British)"}, {"language": "de-Latn-AT-1996"},
        {"id": "http://example.org/a b"}, {"id": "no uri %"}, {"id": "http://example.org/?a[]=b"}, {"id": "urn:a#b#c"},
        {"published": datetime(800, 12, 25, tzinfo=UTC)},
        {"updated": datetime(1890, 1, 2, tzinfo=timezone(timedelta(seconds=1172)))},
        {"embargo_until": datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-15)))},
    ],
    ids=str,
)  # fmt: skip
def test_odd_values_are_written_as_iptc_specifies(fields: dict[str, Any], format: OutFormat) -> None:
    near_null = Location(lat=0.00001, lon=-0.00002, country="GH", level="city")
    odd = Entity(id="e9", type="GPE", name="New\nTown", mentions=mention(), location=near_null)
    no_code = Entity(id="e10", type="ORG", name="Club", mentions=mention(), links=Links(wikidata="club of\tours"))
    found = FOUND.model_copy(update={"entities": (*FOUND.entities, odd, no_code)})
    content = FORMATS[format].write(RICH.model_copy(update=fields), found, AT)
    assert (newsml_faults if format is OutFormat.newsml_g2 else ninjs_faults)(content) == []


def test_superdesk_finds_everything_in_the_keys_that_it_reads() -> None:
    item = orjson.loads(write_ninjs_1(RICH, FOUND, AT))
    assert item["versioncreated"] == "2026-11-26T12:00:00Z"  # the forms of its parser have no fractions and no offset
    assert item["place"][0]["name"] == "Lyon" and item["located"] == "Lyon"
    read = [(one["name"], one.get("code"), one.get("scheme")) for one in item["subject"]]
    assert ("Anna Kovac", "Anna Kovac", None) in read
    assert ("Acme", "Q5", "http://www.wikidata.org/entity/") in read
    assert ("transport", "20000350", "http://cv.iptc.org/newscodes/mediatopic/") in read
    assert ("bridges", "bridges", None) in read


def test_newsml_has_codes_confidence_and_where_a_place_lies() -> None:
    root: Any = etree.fromstring(write_newsml(RICH, FOUND, AT))
    names = {"g": "http://iptc.org/std/nar/2006-10-01/"}
    lyon = root.xpath("//g:subject[g:name='Lyon']", namespaces=names)[0]
    assert dict(lyon.attrib) == {"type": "cpnat:geoArea", "qcode": "wikidata:Q456", "relevance": "60"}
    assert lyon.xpath("g:sameAs/@qcode", namespaces=names) == ["geonames:2996944"]
    assert root.xpath("//g:assert[@qcode='wikidata:Q456']//g:position/@latitude", namespaces=names) == ["45.75"]
    assert root.xpath("//g:hasInstrument/@symbol", namespaces=names) == ["ACM"]
    kovac = root.xpath("//g:subject[g:name='Anna Kovac']", namespaces=names)[0]
    assert (kovac.get("confidence"), kovac.get("how")) == ("90", "howextr:tool")
    assert not root.xpath("//g:subject[g:name='A. Photographer']", namespaces=names)


def test_a_message_has_all_items() -> None:
    items = (write_newsml(article, None, AT) for article in SEEDS)
    data = b"".join(news_message(items, AT))
    assert [one.id for one in parse(data, "m.xml").articles] == [one.id for one in SEEDS]
