"""What the lines of each source say: Wikidata, FollowTheMoney, tables."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from tests.support.made_wikidata import item
from wiredesk.errors import BadData
from wiredesk.kb.csv_things import CsvReader
from wiredesk.kb.ftm_entities import FtmReader
from wiredesk.kb.kb_builder import UNREADABLE
from wiredesk.kb.kb_names import keys_of
from wiredesk.kb.kb_records import KbCountryCode, KbRecord, KbRelation, KbWord, year_of
from wiredesk.kb.wikidata_dump import WikidataReader


def wikidata(made: dict[str, Any], language: str = "en") -> list[Any]:
    return list(WikidataReader(language, 3).rows(orjson.dumps(made) + b","))


def test_a_person_of_wikidata() -> None:
    made = item(
        "Q7", "Anna Branson", 12, P31=["Q5"], P27=["Q1001"], P106=["Q2001"], P569=[1950], P108=["Q9"],
        about="judge", aliases=["A. Branson"], P1559=["no text"],
    )  # fmt: skip
    [record] = wikidata(made)
    assert record == KbRecord(
        "Q7", "PERSON", "Anna Branson", ("A. Branson", "no text"), "judge", 12, "Q1001", 1950, None, ("Q2001",),
        None, ("Q9", "Q1001"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "type"),
    [
        ({"P31": ["Q515"]}, "GPE"),
        ({"P31": ["Q22687"]}, "ORG"),
        ({"P31": ["Q999999"], "P159": ["Q1"]}, "ORG"),
        ({"P31": ["Q999999"], "P1082": ["+100"]}, "GPE"),
        ({"P31": ["Q999999"], "P625": ["here"]}, "LOC"),
        ({"P31": ["Q999999"], "P625": ["here"], "P159": ["Q1"]}, "ORG"),
        ({"P31": ["Q999999"], "P57": ["Q1"]}, "WORK_OF_ART"),
    ],
)
def test_the_type_of_an_item_comes_from_its_class_else_from_what_only_such_things_have(
    facts: dict[str, Any], type: str
) -> None:
    assert [row.type for row in wikidata(item("Q8", "Somewhere", 5, **facts))] == [type]


@pytest.mark.parametrize(
    "made",
    [
        item("Q8", "Anna", 2, P31=["Q5"]),
        item("Q8", "Anna", 9, P31=["Q4167410"]),
        item("Q8", "Anna", 9, P31=["Q5", "Q101352"]),
        item("Q8", "Anna", 9),
        item("Q8", "", 9, P31=["Q5"]),
        {"type": "property", "id": "P8", "sitelinks": {n: {"site": n} for n in "abcd"}},
    ],
)
def test_items_that_are_no_things_or_hardly_known_are_left_out(made: dict[str, Any]) -> None:
    assert wikidata(made) == []


def test_countries_have_codes_and_occupations_have_names() -> None:
    made = item("Q1001", "Ardovia", 99, P31=["Q6256"], P297=["AR"])
    assert wikidata(made)[0] == KbCountryCode("Q1001", "AR")
    assert wikidata(item("Q2001", "judge", 99, P31=["Q28640"])) == [KbWord("Q2001", "judge")]


def test_names_are_taken_in_the_language_that_was_chosen_else_in_that_of_all() -> None:
    made = item("Q7", "Anna", 12, P31=["Q5"], aliases=["Ann"])
    assert [(row.name, row.aliases) for row in wikidata(made, "xx")] == [("Annao", ())]
    made["labels"] = {"mul": {"language": "mul", "value": "Anna B"}}
    assert [row.name for row in wikidata(made)] == ["Anna B"]


def test_the_best_rank_of_a_statement_counts() -> None:
    made = item("Q7", "Anna", 12, P31=["Q5"], P27=["Q1", "Q2", "Q3"])
    made["claims"]["P27"][0]["rank"] = "deprecated"
    assert wikidata(made)[0].country == "Q2"
    made["claims"]["P27"][2]["rank"] = "preferred"
    assert wikidata(made)[0].country == "Q3"


@pytest.mark.parametrize(
    "line",
    [b"[1, 2]", b'{"id": 1}' + b'"site":' * 3, b'{"x": "site":"site":"site":}', b'{"a":{"site":1,"site":1,"site":1}}'],
)
def test_a_line_that_is_no_item_is_told(line: bytes) -> None:
    with pytest.raises(UNREADABLE):
        list(WikidataReader("en", 3).rows(line))


def ftm(schema: str, **properties: list[Any]) -> list[Any]:
    return list(FtmReader().rows(orjson.dumps({"id": "x-1", "schema": schema, "properties": properties})))


def test_a_person_of_followthemoney() -> None:
    found = ftm(
        "Person", name=["Anna Branson"], alias=["Ann Branson"], country=["ie"], birthDate=["1950-03-04"],
        position=["Minister for Ports", "judge"],
    )  # fmt: skip
    assert found == [
        KbRecord("x-1", "PERSON", "Anna Branson", ("Ann Branson",), "Minister for Ports", country="IE", born=1950,
                 words=("judge",), ref="x-1")
    ]  # fmt: skip


def test_an_entity_of_followthemoney_has_the_id_of_wikidata_where_it_knows_it() -> None:
    [record] = ftm("Company", name=["Acme"], wikidataId=["Q99"])
    assert (record.id, record.ref, record.type) == ("Q99", "x-1", "ORG")


def test_relations_of_followthemoney_and_what_is_no_thing() -> None:
    assert ftm("Directorship", director=["a"], organization=[{"id": "b"}, "c"]) == [
        KbRelation("a", "b"),
        KbRelation("a", "c"),
    ]
    assert ftm("Address", full=["Harbour 1"]) == []
    assert ftm("Person") == []


def test_a_row_of_a_table() -> None:
    reader = CsvReader(b"\xef\xbb\xbfName;ID;born;aliases;other", "file t")
    [record] = reader.rows(b'"Branson; Anna";p1;1950;Ann,Annie;x')
    assert (record.name, record.id, record.born, record.aliases) == ("Branson; Anna", "p1", 1950, ("Ann,Annie",))
    assert (record.type, record.prior) == ("PERSON", 10)


@pytest.mark.parametrize("line", [b"p1,", b"p1,Anna,CAT", b"p1,Anna,PERSON,x", b'p1,"Anna', b"p1,\xff"])
def test_a_wrong_row_of_a_table_is_told(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(CsvReader(b"id,name,type", "file t").rows(line))


def test_a_table_without_names_of_columns_is_told() -> None:
    with pytest.raises(BadData, match='file t: has no column "name"; the first line names the columns'):
        CsvReader(b"id,title", "file t")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1952-03-11", 1952),
        ("+1952-00-00T00:00:00Z", 1952),
        ("-0044-03-15T00:00:00Z", -44),
        ("1952", 1952),
        ("x", None),
    ],
)
def test_years(text: str, year: int | None) -> None:
    assert year_of(text) == year


def test_keys_are_without_accents_generation_and_legal_form_and_a_surname_weighs_least() -> None:
    person = KbRecord("1", "PERSON", "José D. Brañson, Jr.", ("Pepe Branson",))
    assert keys_of(person) == {"jose d branson": 100, "pepe branson": 50, "jose branson": 50, "branson": 10}
    assert keys_of(KbRecord("1", "ORG", "The Acme Corp.", ("Acme",))) == {"acme": 100}
