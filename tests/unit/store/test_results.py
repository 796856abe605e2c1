"""The rows that an extraction becomes, table by table."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests.support.ledger_steps import accept
from tests.support.records import article
from wiredesk.contract import (
    Amount,
    Article,
    Date,
    Engine,
    Entity,
    Event,
    Extraction,
    Keyphrase,
    Links,
    Location,
    Mention,
    Quote,
    Region,
    Role,
    Title,
    Topic,
)
from wiredesk.store import Store, results
from wiredesk.store.extraction_rows import KEY_CHARACTERS, normalize_name, to_rows
from wiredesk.store.result_rows import text_hash, to_article, to_row
from wiredesk.store.tables import RESULT_TABLES, subject_codes

TEXT = "Anna  Kovac,\nthe mayor, said “the bridge” is open.\0"
ANNA = Entity(
    id="e1", type="PERSON", name="Anna  Kovac", salience=0.5, links=Links(wikidata="Q1", ticker="AK.N"),
    aliases=("Kovac",), score=0.97, rule="full name",
    mentions=(Mention(span=(0, 11)), Mention(span=(13, 22), kind="nominal", zone="caption"), Mention(span=(0, 11))),
    titles=(Title(span=(17, 22), text="mayor", of="e2", office="mayor", tense="acting", score=0.5, rule="r"),),
)  # fmt: skip
LYON = Entity(
    id="e2", type="GPE", name="Lyon", mentions=(Mention(span=(0, 4), metonymic=True, zone="signoff", stands_for="FR"),),
    stands_for="FR",
    links=Links(geonames=7, iso3166="FR"), location=Location(
        lat=45.5, lon=4.75, country="FR", level="city",
        admin1=Region(id="FR.84", name="Rhône"), score=0.75, rule="only one"
    ),
)  # fmt: skip
EXTRACTION = Extraction(
    schema=1, id="s1", version=1, language="en", text=TEXT, entities=(ANNA, LYON),
    quotes=(
        Quote(kind="mixed", content=((29, 40), (42, 49)), cue=(24, 28), source=(0, 11), speaker="e1",
              speakers=("e1", "e2", "e9"), mode="wrote", polarity="denied", source_class="official", speaks_for="e2",
              zone="caption", score=0.5, rule="verb"),
        Quote(kind="direct", content=()),
        Quote(kind="indirect", content=((42, 49),), speaker="e9", mode="thinks", within=0, repeats=1),
    ),
    events=(
        Event(type="AID", trigger=(0, 4), actors=("e1",), places=("e2",), date="2025"),
        Event(type="ACQUIRE", trigger=(5, 9), ontology="wire", recipients=("e2",), status="planned", of="AID",
              background=True, quote=0, same=1, score=0.5, rule="acquire|buy",
              roles=(Role(role="recipient", span=(0, 4), entity="e2"), Role(role="price", span=(24, 28)),
                     Role(role="price", span=(24, 28)))),
    ),
    dates=(Date(span=(0, 4), type="DATE", value="2025"),
           Date(span=(0, 4), type="DATE", value="2026", anchor="2025-05-08", score=0.5, rule="year")),
    amounts=(Amount(span=(0, 4), kind="money", value=2.5, unit="EUR", entity="e1", measure="profit", direction="up",
                    period="2025-Q2", score=0.5, rule="money"),),
    keyphrases=(Keyphrase(text="Steel Town", score=0.5),),
    topics=(Topic(code="medtop:1", name="arts", score=0.5, rule="cues"),),
    engine=Engine(version="1", model="m"),
)  # fmt: skip
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "entities": [
        (7, "e1", "PERSON", "Anna  Kovac", "anna kovac", None, "Q1", None, None, 0.5, 3,
         '["Kovac"]', "AK.N", True, 0.97, "full name"),
        (7, "e2", "GPE", "Lyon", "lyon", "FR", None, 7, "FR", 0.0, 1, "[]", None, False, None, None),
    ],
    "mentions": [
        (7, 0, 11, "e1", "name", False, "body", None),
        (7, 13, 22, "e1", "nominal", False, "caption", None),
        (7, 0, 4, "e2", "name", True, "signoff", "FR"),
    ],
    "titles": [(7, 0, "e1", 17, 22, "mayor", "e2", "mayor", "acting", 0.5, "r")],
    "places": [(7, "e2", "Lyon", 7, "FR", "city", 45.5, 4.75, "FR.84", "Rhône", 0.75, "only one")],
    "quotes": [
        (7, 0, "mixed", 29, 49, "“the bridge … is open", "said", "Anna Kovac", "e1", "anna kovac",
         "wrote", "denied", None, None, "official", "e2", "caption", True, 0.5, "verb"),
        (7, 2, "indirect", 42, 49, "is open", None, None, "e9", None,
         "thinks", "affirmed", 0, 1, None, None, "body", False, None, None),
    ],
    "joint_speakers": [(7, 0, "e2", "lyon")],
    "events": [
        (7, 0, "AID", 0, 4, '["e1"]', "[]", '["e2"]', "2025", "occurred", "plover", None, False, None, 0, None, None),
        (7, 1, "ACQUIRE", 5, 9, "[]", '["e2"]', "[]", None, "planned", "wire", "AID", True, 0, 1, 0.5, "acquire|buy"),
    ],
    "event_roles": [
        (7, 0, "actor", 0, 11, "e1", "anna kovac"),
        (7, 0, "place", 0, 4, "e2", "lyon"),
        (7, 1, "recipient", 0, 4, "e2", "lyon"),
        (7, 1, "price", 24, 28, None, None),
    ],
    "dates": [(7, 0, 4, "DATE", "2026", "2025-05-08", 0.5, "year")],
    "amounts": [(7, 0, 4, "money", 2.5, "EUR", "e1", "profit", "up", "2025-Q2", 0.5, "money")],
    "topics": [(7, "medtop:1", "arts", 0.5, "cues")],
    "keyphrases": [(7, 0, "Steel Town", "steel town", 0.5)],
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_the_rows_of_each_table(name: str) -> None:
    found = {table.name: rows for table, rows in to_rows(7, EXTRACTION)}
    assert found[name] == ROWS[name]


def test_every_result_table_is_filled_in_the_order_of_its_columns() -> None:
    found = list(to_rows(7, EXTRACTION))
    assert {table for table, _ in found} == set(RESULT_TABLES)
    assert all(len(row) == len(table.columns) for table, rows in found for row in rows)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Anna Kovac", "anna kovac"),
        ("  ANNA\n\tKovac ", "anna kovac"),
        ("Straße", "strasse"),
        ("İstanbul", "i̇stanbul"),
        ("x" * 1000, "x" * KEY_CHARACTERS),
        ("", ""),
    ],
)
def test_a_name_as_it_is_looked_up(name: str, key: str) -> None:
    assert normalize_name(name) == key


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"id": "other", "version": 3, "source": "Else", "url": "https://example.org/"}, True),
        ({"body": "THE BRIDGE  is\nopen."}, True),
        ({"body": "The ｂridge is open."}, True),
        ({"published": "2025-05-08T20:00:00Z"}, True),
        ({"published": "2025-05-09T00:00:00Z"}, False),
        ({"published": None}, False),
        ({"language": "de"}, False),
        ({"body": "The bridge is shut."}, False),
    ],
)
def test_what_the_hash_of_a_text_tells_apart(change: dict[str, object], same: bool) -> None:
    one = {"id": "s1", "body": "The bridge is open.", "published": "2025-05-08T01:00:00Z"}
    hashes = {text_hash(Article.model_validate(fields)) for fields in (one, one | change)}
    assert (len(hashes) == 1) is same


def test_an_article_as_a_row_and_back() -> None:
    one = Article.model_validate(
        {"id": "s1", "headline": "Open", "body": "a\0b \ud800c", "published": "2025-05-08T01:00:00+09:00",
         "keywords": ["x\0"], "subjects": ["medtop:1"], "urgency": 2}
    )  # fmt: skip
    row = to_row(one)
    assert (row["body"], row["keywords"], row["utc_offset"], row["words"]) == ("a�b �c", ["x�"], 540, 4)
    again = to_article(row | {"published": row["published"].astimezone()})
    assert again.published == one.published and str(again.published) == "2025-05-08 01:00:00+09:00"
    assert again == one.model_copy(update={"body": "a�b �c", "keywords": ("x�",)})


def test_the_codes_of_the_provider_replace_earlier_ones(store: Store) -> None:
    story = article(subjects=("medtop:04000000", "N2:GB"), keywords=("Port  Strike", "port strike", ""))
    accept(store, story)
    with store.write() as connection:
        for codes in (story, story.model_copy(update={"keywords": ("wages",)})):
            results.write_codes(connection, [(1, codes)])
        found = connection.scalars(select(subject_codes.c.key).order_by(subject_codes.c.key)).all()
    assert found == ["medtop:04000000", "n2:gb", "wages"]
