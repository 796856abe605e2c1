"""Exports: JSON lines, CSV without formulas, Parquet with types; nothing that may not be shown."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet
import pytest

from desk.exports import ExportFormat, TableNotInFormat, export_stories
from desk.formats_out import row_files
from desk.formats_out.row_files import csv_cell, csv_file, csv_line
from desk.queries import exported_stories
from desk.queries.filters import Filters
from desk.queries.related_stories import Across, links_across
from desk.queries.stories import Story, listed_stories
from desk.views.event_table import EVENT_COLUMNS, event_rows
from desk.views.export_tables import TABLES, ExportTable
from desk.views.table_form import TableExport, shown_story
from producer.formats import parse
from tests.support import desk_stories
from wiredesk.contract import Article, Engine, Entity, Event, Extraction, Location, Mention
from wiredesk.errors import ConfigError
from wiredesk.store import Store

VISIBLE = [desk_stories.HOSTILE, desk_stories.HARBOUR, desk_stories.RESCUE]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("exports"))
    yield store
    store.close()


def exported(store: Store, format: ExportFormat, table: ExportTable = ExportTable.stories, **asked: str) -> bytes:
    return b"".join(export_stories(store, format, table=table, filters=Filters.from_form(asked)))


def test_json_lines_have_the_extraction_with_its_article(store: Store) -> None:
    lines = [json.loads(line) for line in exported(store, ExportFormat.jsonl).splitlines()]
    assert [line["id"] for line in lines] == VISIBLE
    assert lines[1]["article"]["version"] == 2 and lines[1]["entities"]


@pytest.mark.parametrize("table", [table for table in ExportTable if table is not ExportTable.things])
def test_a_column_at_a_time_gives_the_cells_of_a_row_at_a_time(store: Store, table: ExportTable) -> None:
    made = TABLES[table]
    with store.read() as connection:
        stories = listed_stories(connection, list(range(1, 100)))
        others = links_across(connection, [story.row["seq"] for story in stories])
    shown = [shown_story(story, others[story.row["seq"]]) for story in stories]
    rows = [row for one in shown for row in made.rows(one)]
    assert rows == [row for one in shown for row in made.rows(replace(one, found=one.story.extraction))]
    expected = "".join(map(csv_line, (made.names, *rows)))
    assert b"".join(csv_file([rows[:1], [], rows[1:]], made)).decode() == expected
    assert exported(store, ExportFormat.csv, table).decode() == expected


def test_cells_of_columns_are_guarded_like_those_of_rows() -> None:
    texts = [None, "", "=1+1", "-x", 'a "b"', "c;d", "two\nlines", "plain", "＝x"]
    names: list[list[str]] = [[], ["a"], ["=a", "b"], ["-"], ['"']]
    made = TableExport((("text", "text"), ("names", "names"), ("flag", "flag"), ("real", "real")), lambda _: iter(()))
    rows = [(text, some, len(some) > 1 or None, -0.5) for text in texts for some in names]
    assert b"".join(csv_file([rows], made)).decode() == "".join(map(csv_line, (made.names, *rows)))


def test_csv_has_a_row_per_story_and_no_formula(store: Store) -> None:
    head, *rows = csv.reader(io.StringIO(exported(store, ExportFormat.csv).decode()))
    assert head == list(TABLES[ExportTable.stories].names)
    assert [row[0] for row in rows] == VISIBLE
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    harbour = dict(zip(head, rows[1], strict=True))
    assert (harbour["people"], harbour["places"]) == (
        "Amina Otieno; Peter Lund",
        "Nairobi; Kenya; Mombasa; Mombasa port",
    )


@pytest.mark.parametrize("format", [ExportFormat.ninjs, ExportFormat.ninjs_1, ExportFormat.newsml_g2])
def test_formats_of_the_trade_have_every_story_and_read_back(store: Store, format: ExportFormat) -> None:
    found = parse(exported(store, format), "export").articles
    assert [one.id for one in found] == VISIBLE
    with pytest.raises(TableNotInFormat, match="has stories only"):
        exported(store, format, ExportTable.events)


def test_ftm_has_an_article_for_every_story(store: Store) -> None:
    lines = [json.loads(line) for line in exported(store, ExportFormat.ftm).splitlines()]
    assert len([line for line in lines if line["schema"] == "Article"]) == len(VISIBLE)


@pytest.mark.parametrize("cell", ["x;=cmd|' /C calc'!A0", "a\tb", 'say "no"', "one, two", "one\r\ntwo", "x|=1+1"])
def test_a_cell_with_any_separator_is_quoted(cell: str) -> None:
    line = csv_line(["a", cell, None, 2])
    assert line.startswith('a,"') and line.endswith('",,2\r\n')
    assert next(csv.reader(io.StringIO(line, newline=""))) == ["a", cell, "", "2"]


@pytest.mark.parametrize("group", [1, 2, 5000])
def test_parquet_has_the_same_rows_whatever_the_size_of_its_groups(
    store: Store, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exported_stories, "STORIES_PER_TRANSACTION", 1)
    monkeypatch.setattr(row_files, "ROW_GROUP_ROWS", group)
    table = pyarrow.parquet.read_table(io.BytesIO(exported(store, ExportFormat.parquet))).to_pylist()
    assert [row["id"] for row in table] == VISIBLE
    assert table[1]["published"] == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert table[1]["people"] == ["Amina Otieno", "Peter Lund"]


def test_every_format_has_the_same_rows_of_events(store: Store) -> None:
    lines = [json.loads(line) for line in exported(store, ExportFormat.jsonl, ExportTable.events).splitlines()]
    assert [(line["story"], line["n"], line["type"]) for line in lines] == [
        (desk_stories.HOSTILE, 0, "THREATEN"),
        (desk_stories.HARBOUR, 0, "REJECT"),
        (desk_stories.HARBOUR, 1, "ELECT"),
        (desk_stories.HARBOUR, 2, "AGREE"),
        (desk_stories.RESCUE, 0, "DISASTER"),
    ]
    assert lines[1]["actors"] == ["Peter Lund"] and lines[1]["recipient_types"] == ["ORG"]
    assert (lines[1]["trigger"], lines[1]["date"], lines[1]["countries"]) == ("rejected", "2026-11-20", ["KE"])
    assert (lines[2]["actors"], lines[2]["actor_types"]) == (["Port workers"], [""])
    assert (lines[2]["quoted"], lines[2]["said_by"], lines[2]["status"]) == (True, "Amina Otieno", "planned")
    assert lines[4]["role_injured"] == ["All 40"] and lines[4]["places"] == ["Mombasa"]
    table = pyarrow.parquet.read_table(io.BytesIO(exported(store, ExportFormat.parquet, ExportTable.events)))
    assert [row | {"published": None} for row in table.to_pylist()] == [line | {"published": None} for line in lines]
    head, *rows = csv.reader(io.StringIO(exported(store, ExportFormat.csv, ExportTable.events).decode()))
    assert head == list(lines[0]) and len(rows) == len(lines)
    assert dict(zip(head, rows[2], strict=True))["quoted"] == "true"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_table_has_each_column_once(table: TableExport) -> None:
    assert len(set(table.names)) == len(table.names)


TEXT = "Washington and the Kremlin blamed Rome. Police fined Acme."


def event_row(**fields: Any) -> dict[str, Any]:
    """The row of an event that Washington, the Kremlin and the police did to Rome."""
    entities = (
        Entity(id="e1", type="GPE", name="Washington",
               mentions=(Mention(span=(0, 10), metonymic=True, stands_for="US"),)),
        Entity(id="e2", type="FAC", name="Kremlin",
               mentions=(Mention(span=(19, 26), metonymic=True, stands_for="e3"),)),
        Entity(id="e3", type="GPE", name="Russia", mentions=()),
        Entity(id="e4", type="GPE", name="Rome", mentions=(Mention(span=(34, 38)),),
               location=Location(lat=41.9, lon=12.5, country="IT", level="city")),
    )  # fmt: skip
    one = Article(id="s1", body=TEXT)
    found = Extraction(schema=1, id="s1", version=1, language="en", text=TEXT, entities=entities,
                       events=(Event.model_validate({"type": "ACCUSE", "trigger": (27, 33)} | fields),),
                       engine=Engine(version="1", model="m"))  # fmt: skip
    [row] = event_rows(shown_story(Story({}, one, found.json_line().decode()), Across()))
    return dict(zip((name for name, _ in EVENT_COLUMNS), row, strict=True))


def test_a_place_that_stands_for_its_government_is_followed() -> None:
    roles = [
        {"role": "actor", "span": (0, 10), "entity": "e1"},
        {"role": "actor", "span": (15, 26), "entity": "e2"},
        {"role": "actor", "span": (40, 46)},
        {"role": "recipient", "span": (34, 38), "entity": "e4"},
    ]
    row = event_row(roles=roles, actors=("e1", "e2"), recipients=("e4",), places=("e4",))
    assert row["actors"] == ["US", "Russia", "Police"] and row["actor_types"] == ["GPE", "GPE", ""]
    assert row["recipients"] == row["places"] == ["Rome"] and row["countries"] == ["IT"]


def test_a_participant_that_is_only_listed_has_its_name() -> None:
    row = event_row(actors=("e1", "e9"))
    assert (row["actors"], row["actor_types"], row["recipients"]) == (["Washington"], ["GPE"], [])


@pytest.mark.parametrize("table", list(ExportTable))
@pytest.mark.parametrize("format", [ExportFormat.jsonl, ExportFormat.json, ExportFormat.csv, ExportFormat.parquet])
def test_an_empty_store_gives_an_empty_file(
    tmp_path_factory: pytest.TempPathFactory, format: ExportFormat, table: ExportTable
) -> None:
    from wiredesk.settings import load
    from wiredesk.store import open_store

    store = open_store(load(home=tmp_path_factory.mktemp("empty")))
    body = exported(store, format, table)
    store.close()
    if format is ExportFormat.parquet:
        assert pyarrow.parquet.read_table(io.BytesIO(body)).num_rows == 0
    elif format is ExportFormat.json:
        assert json.loads(body) == []
    else:
        assert len(body.splitlines()) == (format is ExportFormat.csv)


def test_without_pyarrow_the_error_names_the_extra(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"pyarrow, which is not installed; pip install 'wiredesk\[parquet\]'"):
        export_stories(store, ExportFormat.parquet)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (True, "true"), (False, "false"), (0.5, "0.5"),
        (None, ""), (7, "7"), ("text", "text"), (["a", "b"], "a; b"), ([], ""), ("=SUM(1)", "'=SUM(1)"),
        ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("＝1", "'＝1"), (["=1"], "'=1"),
        (datetime(2026, 11, 20, tzinfo=UTC), "2026-11-20T00:00:00+00:00"),
    ],
)  # fmt: skip
def test_cells(value: Any, cell: str) -> None:
    assert csv_cell(value) == cell
