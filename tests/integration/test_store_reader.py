"""``wiredesk.open``: what readers may see of a store, as records and as Arrow, on both databases."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from sqlalchemy import text, update

from tests.support.ledger_steps import accept, lease
from tests.support.records import article
from tests.support.schemas import claim_schema
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
    Role,
    Title,
    Topic,
)
from wiredesk.errors import ConfigError, ExtraNotInstalled, NotFound, StoreTooNew, StoreUnavailable
from wiredesk.identity.story_things import story_things
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, reader, results, tables
from wiredesk.store.directory import thing_rows
from wiredesk.store.migrate import compatible_from
from wiredesk.store.reader import StoreReader, StoreRows
from wiredesk.store.showing import mark_visible

FUTURE = datetime(2999, 1, 1, tzinfo=UTC)
PUBLISHED = datetime(2026, 8, 20, 13, 15, tzinfo=UTC)
ME = str(this_process())
NAMES = (
    "stories", "entities", "mentions", "titles", "quotes", "joint_speakers", "events", "event_roles", "dates", "places",
    "amounts", "topics", "keyphrases", "things",
)  # fmt: skip
RESULTS = tuple(name for name in NAMES if name != "stories")


def full(of: Article) -> Extraction:
    """An extraction with one record of each kind, and two mentions."""
    person = Entity(
        id="e1", type="PERSON", name="Anna Kovac", salience=0.5,
        mentions=(Mention(span=(14, 20)), Mention(span=(2, 4), kind="pronoun")),
        titles=(Title(span=(8, 13), text="Mayor", of="e2"),),
    )  # fmt: skip
    place = Entity(
        id="e2", type="GPE", name="LYON", mentions=(), links=Links(geonames=2996944),
        location=Location(lat=45.7, lon=4.8, country="FR", level="city"),
    )  # fmt: skip
    return Extraction(
        id=of.id, version=of.version, language="en", text=of.text, engine=Engine(version="1.0", model="m 1"),
        entities=(person, place),
        quotes=(
            Quote(kind="direct", content=((0, 6),), cue=(7, 9), source=(3, 5), speaker="e1", speakers=("e1", "e2")),
        ),
        events=(
            Event(type="CONSULT", trigger=(1, 3), actors=("e1",), places=("e2",), date="2026-08-20", score=0.9,
                  roles=(Role(role="actor", span=(14, 20), entity="e1"), Role(role="place", span=(0, 2), entity="e2"))),
            Event(type="LAYOFF", trigger=(4, 6), ontology="wire", status="planned", background=True, quote=0, same=1,
                  recipients=("e1",), score=0.5, roles=(Role(role="jobs", span=(0, 2)),)),
        ),
        dates=(Date(span=(4, 8), type="DATE", value="2026-06"), Date(span=(1, 2), type="DATE")),
        amounts=(Amount(span=(5, 6), kind="money", value=2.5, unit="NZD"),),
        topics=(Topic(code="beat:ports", name="ports", score=0.5),),
        keyphrases=(Keyphrase(text="the port", score=0.5),),
    )  # fmt: skip


def add(store: Store, one: Article) -> None:
    """Put a version into the store with its results, as a producer and a worker do."""
    accept(store, one)
    with store.write() as connection:
        [leased] = lease(connection, (one.id, one.version))
        assert ledger.start(connection, leased, ME, 60) and ledger.finish(connection, leased, ME)
        results.write(connection, leased.seq, full(one), 0.1)
        thing_rows.write(connection, {leased.seq: story_things(full(one))})
        mark_visible(connection, leased.seq, one)


@pytest.fixture
def opened(store: Store, settings: Settings) -> Iterator[StoreReader]:
    with reader.open(settings.store) as found:
        yield found


def rows(found: StoreReader, name: str) -> StoreRows[Any]:
    return getattr(found, name)()  # type: ignore[no-any-return]


def test_each_kind_of_row_comes_back(store: Store, opened: StoreReader) -> None:
    add(store, article("s1", published=PUBLISHED, keywords=("bridge", "mayor"), editor_note="not for readers"))
    [story] = opened.stories()
    assert (story.id, story.version, story.headline, story.published) == ("s1", 1, "Bridge to open", PUBLISHED)
    assert (story.keywords, story.detected_language, story.engine, story.model) == (
        ["bridge", "mayor"], "en", "1.0", "m 1",
    )  # fmt: skip
    assert "editor_note" not in story._fields
    seq = story.seq
    assert [tuple(one) for one in opened.mentions()] == [
        (seq, 2, 4, "e1", "pronoun", False, "body", None),
        (seq, 14, 20, "e1", "name", False, "body", None),
    ]
    assert [(one.entity, one.key, one.mentions, one.salience) for one in opened.entities()] == [
        ("e1", "anna kovac", 2, 0.5),
        ("e2", "lyon", 0, 0.0),
    ]
    assert [(one.title, one.of) for one in opened.titles()] == [("Mayor", "e2")]
    assert [(one.speaker, one.speaker_key) for one in opened.quotes()] == [("e1", "anna kovac")]
    assert [(one.entity, one.key) for one in opened.joint_speakers()] == [("e2", "lyon")]
    assert [(one.type, one.actors, one.places, one.status, one.same) for one in opened.events()] == [
        ("CONSULT", ["e1"], ["e2"], "occurred", 0),
        ("LAYOFF", [], [], "planned", 1),
    ]
    assert [(one.n, one.role, one.entity, one.key) for one in opened.event_roles()] == [
        (0, "actor", "e1", "anna kovac"),
        (0, "place", "e2", "lyon"),
        (1, "jobs", None, None),
        (1, "recipient", "e1", "anna kovac"),
    ]
    assert [(one.start, one.value) for one in opened.dates()] == [(1, None), (4, "2026-06")]
    assert [(one.name, one.country, one.lat) for one in opened.places()] == [("LYON", "FR", 45.7)]
    assert [(one.value, one.unit) for one in opened.amounts()] == [(2.5, "NZD")]
    assert [one.code for one in opened.topics()] == ["beat:ports"]
    assert [(one.entity, one.kind, one.name, one.geonames) for one in opened.things()] == [
        ("e1", "person", "Anna Kovac", None),
        ("e2", "place", "LYON", 2996944),
    ]
    assert opened.extraction("s1") == full(article("s1"))


BOTH = ["CONSULT", "LAYOFF"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, BOTH),
        ({"type": "CONSULT"}, ["CONSULT"]),
        ({"ontology": "wire"}, ["LAYOFF"]),
        ({"status": "occurred"}, ["CONSULT"]),
        ({"status": "denied"}, []),
        ({"actor": "Anna  KOVAC"}, ["CONSULT"]),
        ({"recipient": "anna kovac"}, ["LAYOFF"]),
        ({"participant": "anna kovac"}, BOTH),
        ({"participant": "lyon"}, []),
        ({"place": "Lyon"}, ["CONSULT"]),
        ({"place": "FR"}, ["CONSULT"]),
        ({"place": "DE"}, []),
        ({"since": "2026-08-20", "until": "2026-08-20"}, ["CONSULT"]),
        ({"type": "CONSULT", "status": "occurred", "since": "2026-08-01", "until": "2026-08-20"}, ["CONSULT"]),
        ({"since": "2026-08-21"}, []),
        ({"until": "2026-08-20"}, ["CONSULT"]),
        ({"until": "2026-08-19"}, []),
        ({"quoted": True}, ["LAYOFF"]),
        ({"quoted": False}, ["CONSULT"]),
        ({"background": True}, ["LAYOFF"]),
        ({"background": False}, ["CONSULT"]),
        ({"source": "Coast"}, BOTH),
        ({"source": "Else"}, []),
        ({"min_score": 0.8}, ["CONSULT"]),
        ({"type": "LAYOFF", "actor": "anna kovac"}, []),
    ],
)
def test_filters_of_events(store: Store, opened: StoreReader, filters: dict[str, Any], found: list[str]) -> None:
    add(store, article("s1", source="Coast"))
    assert [one.type for one in opened.events(**filters)] == found


def test_a_filter_of_events_that_is_wrong(opened: StoreReader) -> None:
    with pytest.raises(ValueError, match="unknown filters \\['kind'\\]; there are type, ontology"):
        opened.events(kind="ARREST")
    with pytest.raises(ValueError, match="type"):
        opened.events(type="arrest")


def test_an_earlier_release_leaves_no_parts_of_an_event_behind(store: Store, opened: StoreReader) -> None:
    """Release 0.2.0 deletes a story's rows of the tables that it knows, and ``event_roles`` is not among them."""
    add(store, article("s1"))
    with store.write() as connection:
        connection.execute(text("DELETE FROM events"))
        assert connection.scalar(text("SELECT count(*) FROM event_roles")) == 0
        names = 'seq, n, type, start, "end", actors, recipients, places, date, status'
        values = "1, 0, 'AID', 0, 4, '[]', '[]', '[]', NULL, 'occurred'"
        connection.execute(text(f"INSERT INTO events ({names}) VALUES ({values})"))
    [event] = opened.events()
    assert (event.type, event.ontology, event.background, event.same) == ("AID", None, None, None)
    assert [one.type for one in opened.events(ontology="plover", background=False, quoted=False)] == ["AID"]


def test_new_results_replace_the_events_of_a_story(store: Store, opened: StoreReader) -> None:
    one = article("s1")
    add(store, one)
    [seq] = [story.seq for story in opened.stories()]
    with store.write() as connection:
        results.write(connection, seq, full(one).model_copy(update={"events": full(one).events[1:]}), 0.1)
    assert [event.type for event in opened.events()] == ["LAYOFF"]
    assert {part.role for part in opened.event_roles()} == {"jobs", "recipient"}


def test_a_record_has_the_columns_of_its_table(opened: StoreReader) -> None:
    for name in (one for one in RESULTS if one != "things"):  # what an entity is, is read from three tables
        found = rows(opened, name)
        hints = typing.get_type_hints(found._row_type)
        assert list(hints) == [column.name for column in tables.metadata.tables[name].columns]
        nullable = {column.name for column in tables.metadata.tables[name].columns if column.nullable}
        assert {field for field, hint in hints.items() if type(None) in typing.get_args(hint)} == nullable
    assert [column.name for column in opened.stories()._columns()] == list(reader.StoryRow._fields)


def test_readers_see_visible_versions_only(store: Store, opened: StoreReader) -> None:
    add(store, article("old"))
    add(store, article("old", 2))
    add(store, article("held", embargo_until=FUTURE))
    add(store, article("withheld", status="withheld"))
    accept(store, article("pending"))
    add(store, article("seen"))
    stories = list(opened.stories())
    assert [(one.id, one.version) for one in stories] == [("old", 2), ("seen", 1)]
    for name in RESULTS:
        assert {one.seq for one in rows(opened, name)} == {one.seq for one in stories}, name
    assert opened.extraction("old").version == 2
    for id in ("held", "withheld", "pending", "nothing"):
        with pytest.raises(NotFound, match=f"story {id}: is not visible in this store"):
            opened.extraction(id)


def test_every_page_is_read_once(store: Store, opened: StoreReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "STORIES_PER_TRANSACTION", 2)
    ids = [f"s{number}" for number in range(5)]
    for id in ids:
        add(store, article(id))
    assert [one.id for one in opened.stories()] == ids
    assert len({(one.seq, one.entity) for one in opened.entities()}) == len(list(opened.entities())) == 10
    assert pyarrow.table(opened.entities()).num_rows == 10
    found = opened.stories()
    assert list(found) == list(found), "each iteration begins at the first row"


def test_no_transaction_is_open_while_the_reader_waits(store: Store, opened: StoreReader) -> None:
    for number in range(3):
        add(store, article(f"s{number}"))
    found = iter(opened.stories())
    next(found)
    add(store, article("s9"))  # on SQLite this would wait for a reader that holds a lock on writing
    with store.write() as connection:
        connection.execute(update(tables.articles).values(slugline="changed"))
    assert [(one.id, one.slugline) for one in found] == [("s1", None), ("s2", None), ("s9", "changed")]


@pytest.mark.parametrize("name", NAMES)
def test_arrow_gets_the_same_rows(store: Store, opened: StoreReader, name: str) -> None:
    add(store, article("s1", published=PUBLISHED, keywords=("bridge",)))
    add(store, article("s2", urgency=3))
    found = rows(opened, name)
    table = pyarrow.table(found)
    assert table.column_names == list(found._row_type._fields)
    assert table.to_pylist() == [one._asdict() for one in found]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_store_gives_a_table_with_the_same_columns(store: Store, opened: StoreReader, name: str) -> None:
    empty = pyarrow.table(rows(opened, name))
    add(store, article("s1", published=PUBLISHED, keywords=("bridge",)))
    assert empty.num_rows == 0 and empty.schema == pyarrow.table(rows(opened, name)).schema


def in_pandas(found: StoreRows[Any]) -> int:
    return len(pyarrow.table(found).to_pandas())


def in_polars(found: StoreRows[Any]) -> int:
    return len(import_module("polars").DataFrame(found))


def in_duckdb(found: StoreRows[Any]) -> int:
    quotes = found  # noqa: F841 - DuckDB finds it by its name
    return int(import_module("duckdb").sql("SELECT count(*) FROM quotes").fetchall()[0][0])


LIBRARIES = {"pandas": in_pandas, "polars": in_polars, "duckdb": in_duckdb}


def test_data_frames_take_the_rows(store: Store, opened: StoreReader) -> None:
    add(store, article("s1"))
    assert pyarrow.RecordBatchReader.from_stream(opened.quotes()).read_all().num_rows == 1
    for library, count in LIBRARIES.items():
        if find_spec(library):  # they are not dependencies
            assert count(opened.quotes()) == 1, library


def test_arrow_without_pyarrow_names_the_extra(
    store: Store, opened: StoreReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiredesk.extras.find_spec", lambda _: None)
    with pytest.raises(ExtraNotInstalled, match=r"Arrow: needs the package pyarrow.*pip install 'wiredesk\[parquet\]'"):
        opened.quotes().__arrow_c_stream__()


def test_the_store_of_the_settings_is_the_default(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, article("s1"))
    monkeypatch.setenv("WIREDESK_STORE_URL", settings.store)
    with reader.open() as found:
        assert [one.id for one in found.stories()] == ["s1"]


def test_a_store_of_another_schema_is_left_alone(store: Store, settings: Settings) -> None:
    for found, error in (("0001", ConfigError), ("9999", StoreTooNew)):
        claim_schema(store, found, found)
        with pytest.raises(error, match=found):
            reader.open(settings.store)
    claim_schema(store, tables.REVISION, compatible_from(tables.REVISION))


def test_a_later_store_with_which_this_release_can_work_is_read(store: Store, settings: Settings) -> None:
    add(store, article("s1"))
    claim_schema(store, "9999", tables.REVISION)
    with reader.open(settings.store) as found:
        assert [one.id for one in found.stories()] == ["s1"]
    claim_schema(store, tables.REVISION, compatible_from(tables.REVISION))


def test_a_file_is_opened_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="does not exist yet; create it: wiredesk run"):
        reader.open(tmp_path / "wire.db")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "wire.db").write_bytes(b"")
    with pytest.raises(ConfigError, match="has no tables of wiredesk"):
        reader.open(str(tmp_path / "wire.db"))
    (tmp_path / "wire.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(ConfigError, match="not a database"):
        reader.open(tmp_path / "wire.db")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("mysql://localhost/wire", ConfigError),
        ("nonsense://", ConfigError),
        ("postgresql://nobody@127.0.0.1:9/wire", StoreUnavailable),
    ],
)
def test_the_error_of_an_invalid_url_says_so(url: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        reader.open(url)


def test_passwords_are_not_shown(opened: StoreReader) -> None:
    found = StoreReader(Store("postgresql+psycopg://me:secret@127.0.0.1/wire"))
    assert "secret" not in f"{found!r} {found.quotes()!r}"
    found.close()
