"""What the export of a search has, on both databases."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest

from desk.exports import ExportFormat, export_stories
from desk.queries import exported_stories
from desk.queries.filters import Filters
from desk.queries.query_syntax import BadQuery
from desk.views.export_tables import ExportTable
from tests.support import desk_stories
from tests.support.desk_stories import HARBOUR, HOSTILE, RESCUE
from wiredesk.store import Store
from wiredesk.store.directory import rulings
from wiredesk.store.directory.find_things import find_things


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with desk_stories.filled_on(request.param, tmp_path_factory.mktemp("exports")) as store:
        yield store


def rows(store: Store, table: str, **asked: str) -> list[dict[str, str]]:
    pieces = export_stories(
        store, ExportFormat.csv, table=ExportTable(table), filters=Filters.from_form(asked)
    )  # fmt: skip
    return list(csv.DictReader(io.StringIO(b"".join(pieces).decode())))


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [HOSTILE, HARBOUR, RESCUE]),
        ("cranes", [HARBOUR]),
        ("cranes OR ferry", [HARBOUR, RESCUE]),
        ("urgency<=2", [RESCUE]),
        ('speaker:"Amina Otieno" -ferry', [HARBOUR]),
        ("xylophone", []),
        ("person:nobody", []),
        ('place:KE since:2020-01-01 "port workers"', [HARBOUR]),
    ],
)
def test_an_export_has_the_stories_of_a_search(
    store: Store, monkeypatch: pytest.MonkeyPatch, query: str, expected: list[str], size: int
) -> None:
    monkeypatch.setattr(exported_stories, "STORIES_PER_TRANSACTION", size)
    assert [row["id"] for row in rows(store, "stories", q=query)] == expected


def test_every_table_follows_the_search(store: Store) -> None:
    for table in ExportTable:
        if table not in (ExportTable.stories, ExportTable.things):
            found = {row["story"] for row in rows(store, table, q="cranes")}
            assert found <= {HARBOUR}, table
    names = {row["name"] for row in rows(store, "things", q="cranes")}
    assert "Amina Otieno" in names and names < {row["name"] for row in rows(store, "things")}
    assert rows(store, "things", q="xylophone") == []


def test_quotes_are_those_of_the_speaker_with_the_words(store: Store) -> None:
    every = rows(store, "quotes", q="cranes")
    assert len({row["speaker"] for row in every}) > 1
    assert {row["speaker"] for row in rows(store, "quotes", q='speaker:"Amina Otieno"')} == {"Amina Otieno"}
    assert all("cranes" in row["content"] for row in rows(store, "quotes", speaker="Amina Otieno", said="crane*"))
    assert rows(store, "quotes", q='-speaker:"Amina Otieno" cranes') == []


def test_geojson_has_the_places_of_the_search(store: Store) -> None:
    def features(table: ExportTable, query: str) -> list[dict[str, dict[str, object]]]:
        pieces = export_stories(store, ExportFormat.geojson, table=table, filters=Filters.from_form({"q": query}))
        found = json.loads(b"".join(pieces))
        assert found["type"] == "FeatureCollection"
        listed: list[dict[str, dict[str, object]]] = found["features"]
        return listed

    counted = features(ExportTable.stories, "")
    mombasa = next(one for one in counted if one["properties"]["name"] == "Mombasa")
    assert mombasa["properties"]["stories"] == 2 and mombasa["properties"]["ids"] == [HARBOUR, RESCUE]
    lon, lat = mombasa["geometry"]["coordinates"]  # type: ignore[misc]
    assert 39 < lon < 40 and -5 < lat < -3
    single = features(ExportTable.places, "cranes")
    assert single and {one["properties"]["story"] for one in single} == {HARBOUR}
    assert features(ExportTable.places, "xylophone") == []


@pytest.mark.parametrize("format", [ExportFormat.json, ExportFormat.atom, ExportFormat.ninjs])
def test_what_cannot_be_asked_is_an_error_before_the_first_byte(store: Store, format: ExportFormat) -> None:
    with pytest.raises(BadQuery):
        export_stories(store, format, filters=Filters(q="-ferry"))


def test_a_story_of_two_merged_things_counts_once(store: Store) -> None:
    before = rows(store, "things")
    pair = sorted((row for row in before if row["kind"] == "person"), key=lambda row: -int(row["stories"]))[:2]
    with store.write() as connection:
        ruling = rulings.merge(connection, *(int(row["thing"]) for row in pair), by="desk").n
    with store.read() as connection:
        kept = find_things(connection, pair[0]["thing"])[0]
    (row,) = (row for row in rows(store, "things") if row["thing"] == str(kept.id))
    with store.write() as connection:
        rulings.undo(connection, ruling, by="desk")
    assert int(row["stories"]) == kept.stories and len(row["merged"].split()) == 1
    assert rows(store, "things") == before
