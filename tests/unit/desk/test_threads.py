"""Threads, copies and topics on the desk: pages, API, commands, export and the live wire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.api.change_routes import encode_events
from desk.exports import ExportFormat, export_stories
from desk.queries.filters import Filters
from desk.queries.live import LiveWire
from desk.queries.story_list import cards
from desk.queries.story_search import search_stories
from desk.queries.thread_documents import hours, stories_to_compare
from desk.queries.thread_list import list_threads
from desk.queries.thread_search import Thread, find_thread
from desk.queries.thread_versions import earlier_versions
from desk.queries.wire_rows import newest_rows
from desk.views.thread_lines import difference_lines, story_lines, thread_lines
from desk.views.thread_timeline import TimelineLine, timeline
from desk.views.thread_view import counted, fact_words, thread_counts
from desk.web import list_files
from desk.web.live_stream import encode
from desk.web.timeline import MAX_BARS, hour_bars
from tests.support import desk_threads
from tests.support.desk_client import Client, application
from tests.support.desk_threads import ALONE, EMBARGOED, FIRST, LATER, OTHER, REPRINT, START, story
from wiredesk.errors import NotFound
from wiredesk.store import Store
from wiredesk.stories.thread_comparison import compare_stories
from wiredesk.stories.thread_records import FactDifference

QUAKE = [LATER, OTHER, REPRINT, FIRST]
"""The stories of the thread, the newest first."""


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_threads.filled(tmp_path_factory.mktemp("threads"))
    yield store
    store.close()


@pytest.fixture
def desk(store: Store) -> Client:
    return Client(application(store))


@pytest.fixture
def thread(store: Store) -> Thread:
    with store.read() as connection:
        [found] = list_threads(connection).threads
    return found


def found(store: Store, **filters: Any) -> list[str]:
    with store.read() as connection:
        return [card.id for card in cards(connection, search_stories(connection, Filters(**filters)))]


def test_a_thread_counts_its_visible_stories_texts_and_sources(thread: Thread) -> None:
    assert [one.id for one in thread.stories] == QUAKE
    assert thread_counts(thread) == "4 stories · 3 texts · 3 sources"
    assert thread.sources == ("Meridian Wire", "Coast Agency", "Harbour News")
    assert thread.headline == "Earthquake toll in Ravnik rises to nine"
    assert (thread.first_at, thread.last_at) == (START, START + timedelta(hours=26))


def test_one_story_stands_for_a_text(thread: Thread) -> None:
    assert [one.id for one in thread.shown] == [LATER, OTHER, FIRST]
    assert [one.id for one in thread.copies(thread.shown[-1])] == [REPRINT]


@pytest.mark.parametrize(("number", "words"), [(1, "1 story"), (1400, "1,400 stories")])
def test_a_number_with_its_noun(number: int, words: str) -> None:
    assert counted(number, "story", "stories") == words


def test_the_wire_has_one_row_for_a_thread(store: Store) -> None:
    with store.read() as connection:
        rows = newest_rows(connection)
    assert [row.card.id for row in rows] == [LATER, ALONE]
    assert [set(row.ids) for row in rows] == [set(QUAKE), {ALONE}]
    with store.read() as connection:
        assert [row.card.id for row in newest_rows(connection, before=rows[0].position)] == [ALONE]


def test_a_withdrawn_story_leaves_its_row_before_the_linker_has_seen_it(store: Store) -> None:
    from wiredesk.store import ledger

    with store.write() as connection:
        ledger.accept(connection, [story(LATER, 27, "Harbour News", version=2, status="canceled")])
    with store.read() as connection:
        [row] = [row for row in newest_rows(connection) if row.thread]
    assert set(row.ids) == {OTHER, REPRINT, FIRST}


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"thread": 1}, QUAKE),
        ({"copies": "first", "q": "Ravnik"}, [LATER, OTHER, FIRST]),
        ({"topic": "medtop:20000153"}, QUAKE),
        ({"topic": "earthquake"}, QUAKE),
        ({"topic": "medtop:20000148"}, QUAKE),
        ({"topic": "N2:dis"}, [FIRST]),
        ({"topic": "Quake"}, [FIRST]),
        ({"topic": "sport"}, []),
    ],
)
def test_stories_are_found_by_thread_copies_and_topic(store: Store, filters: dict[str, Any], ids: list[str]) -> None:
    assert sorted(found(store, **filters)) == sorted(ids)


def test_an_unknown_thread_is_said(store: Store, desk: Client) -> None:
    with pytest.raises(NotFound, match="thread 99: does not exist"):
        found(store, thread=99)
    assert desk.get("/threads/99").status_code == desk.get("/api/threads/99").status_code == 404
    assert desk.get("/threads/abc").status_code == desk.get(f"/threads/{'9' * 40}").status_code == 404
    assert desk.get("/search?thread=99").status_code == 400
    assert desk.get("/api/stories?thread=99").status_code == 404


def test_the_page_of_a_thread_shows_what_its_sources_tell_differently(desk: Client) -> None:
    page = desk.get("/threads/1").text
    assert "4 stories · 3 texts · 3 sources" in page
    assert "First reported by <bdi>Meridian Wire</bdi>" in page
    assert "What the sources tell differently" in page
    assert '<b dir="auto">three</b>' in page and '<b dir="auto">eight</b>' in page
    assert "mark=" in page and "1 copy" in page and "embargoed" not in page
    assert 'href="/topics/medtop:20000153"' in page and "Lesna bridge" in page and "−0.60" not in page
    assert "-0.60" in page


def test_a_claim_leads_to_its_words(desk: Client) -> None:
    page = desk.get(f"/story/{FIRST}?mark=0-10,20-30").text
    assert '<span id="passage" class="passage' in page
    assert desk.get(f"/story/{FIRST}?mark=x-9,99999-2,,-").status_code == 200


def test_the_page_of_a_story_leads_to_its_thread_and_copies(desk: Client) -> None:
    page = desk.get(f"/story/{FIRST}").text
    assert 'href="/threads/1"' in page and 'data-relation="copy"' in page and "same text" in page
    assert 'class="summary"' in page and "0 positive, 3 negative" in page


def test_the_pages_of_threads_and_topics(desk: Client) -> None:
    assert "4 stories" in desk.get("/threads").text and "No threads" not in desk.get("/threads").text
    topics = desk.get("/topics").text
    assert "disaster, accident and emergency incident" in topics and "IPTC" in topics
    topic = desk.get("/topics/medtop:20000153").text
    assert "Earthquake in Ravnik" in topic and 'href="/topics/medtop:03000000"' in topic
    assert desk.get("/topics/medtop:15000000").status_code == 200
    assert desk.get("/topics/N2:DIS").status_code == 200
    assert desk.get("/topics/nothing").status_code == 404


def test_the_search_can_be_narrowed_by_topic(desk: Client) -> None:
    assert "/search?q=Ravnik+topic%3A%22disaster" in desk.get("/search?q=Ravnik").text


def test_the_list_of_threads_is_a_file(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "THREADS_PER_TRANSACTION", 1)
    [thread] = json.loads(desk.get("/threads.json").text)
    assert (thread["thread"], thread["stories"], thread["lead"] in thread["story_ids"]) == (1, 4, True)
    assert len(thread["story_ids"]) == 4 and thread["first_at"] < thread["last_at"]
    assert "/threads.csv" in desk.get("/threads").text


def test_the_api_of_threads(desk: Client) -> None:
    listed = desk.get("/api/threads").json()
    assert [one["thread"] for one in listed["threads"]] == [1] and listed["next"] is None
    assert len(desk.get("/api/threads?min_stories=1").json()["threads"]) == 2
    first = desk.get("/api/threads/1?limit=3").json()
    assert [one["id"] for one in first["members"]] == QUAKE[:3] and first["summary"].startswith("An earthquake")
    rest = desk.get(f"/api/threads/1?limit=3&cursor={first['next']}").json()
    assert [one["id"] for one in rest["members"]] == QUAKE[3:] and rest["next"] is None
    assert {one["copy_group"] for one in rest["members"]} == {first["members"][2]["copy_group"]}


def test_the_api_compares_the_stories_of_a_thread(desk: Client) -> None:
    answer = desk.get("/api/threads/1/comparison").json()
    [deaths] = [one for one in answer["comparison"]["figures"] if one["measure"] == "deaths"]
    assert {position["value"] for position in deaths["positions"]} >= {3, 8}
    passage = deaths["positions"][0]["told"][0]["passage"]
    document = desk.get(f"/api/stories/{passage['story']}").json()
    assert " … ".join(document["text"][start:end] for start, end in passage["spans"]) == passage["text"]


def test_the_hours_of_a_thread(desk: Client, store: Store, thread: Thread) -> None:
    rows = desk.get("/api/threads/1/series").json()["hours"]
    assert [(one["stories"], one["texts"], one["tone"]) for one in rows] == [(2, 1, -0.6), (1, 1, -0.6), (1, 1, -0.6)]
    with store.read() as connection:
        bars = hour_bars(hours(connection, thread))
    assert len(bars) == 27 <= MAX_BARS and bars[0].share == 1.0 and bars[5].tone is None
    assert hour_bars([]) == []


def test_a_story_has_its_thread_and_relations_beside_its_document(desk: Client, store: Store) -> None:
    document = desk.get(f"/api/stories/{FIRST}").json()
    assert document["thread"] == 1 and document["related"] == [{"id": REPRINT, "relation": "copy"}]
    lines = [json.loads(line) for line in b"".join(export_stories(store, ExportFormat.jsonl)).splitlines()]
    exported = {line["id"]: line for line in lines}
    assert exported[REPRINT]["copy_group"] == exported[FIRST]["copy_group"] == document["copy_group"]
    assert exported[ALONE]["related"] == [] and EMBARGOED not in exported
    listed = {one["id"]: one for one in desk.get("/api/stories").json()["stories"]}
    assert (listed[FIRST]["thread"], listed[FIRST]["copies"], listed[LATER]["copies"]) == (1, 1, 0)


def test_a_table_of_stories_has_thread_topics_and_tone(store: Store) -> None:
    head, *rows = b"".join(export_stories(store, ExportFormat.csv)).decode().splitlines()
    assert "topics,keyphrases,summary,tone,thread,copy_group,people_things," in head
    assert any('medtop:20000153",Lesna bridge,' in row and ",-0.6,1,1," in row for row in rows)


def test_the_live_wire_moves_a_thread_when_a_story_joins_it(store: Store) -> None:
    wire = LiveWire(store)
    wire.poll()
    desk_threads.write(store, [story("urn:test:newest", 28, "Coast Agency", body=desk_threads.LATER_TEXT)])
    update = wire.poll()
    [row] = update.rows
    assert set(row.ids) == {*QUAKE, "urn:test:newest"}
    assert [(one.what, one.thread, one.story) for one in update.threads] == [("joined", 1, "urn:test:newest")]
    assert not wire.poll()
    assert b"event: thread" in encode_events(update) and b"event: story" in encode_events(update)
    data = json.loads(encode(update, "").split(b"data: ")[1])
    assert data["rows"][0]["arrived"] and "5 stories" in data["rows"][0]["html"]


def test_a_thread_shrinks_on_the_live_wire_when_a_story_is_withdrawn(store: Store) -> None:
    wire = LiveWire(store)
    wire.poll()
    desk_threads.write(store, [story(LATER, 27, "Harbour News", version=2, status="canceled")])
    update = wire.poll()
    assert update.gone == (LATER,)
    assert [set(row.ids) for row in update.rows] == [{OTHER, REPRINT, FIRST}]


def test_a_thread_without_visible_stories_is_not_found(store: Store) -> None:
    for id in (FIRST, REPRINT, OTHER, LATER):
        desk_threads.write(store, [story(id, 30, "X", version=2, status="canceled")])
    with store.read() as connection, pytest.raises(NotFound, match="has no visible story"):
        find_thread(connection, 1)


@pytest.mark.parametrize(
    ("kind", "act", "about", "words"),
    [
        ("status", "DIE", ("Ravnik",), "whether it happened: deaths, Ravnik"),
        ("date", None, (), "when it happened"),
    ],
)
def test_what_a_difference_of_facts_is_about(kind: Any, act: Any, about: tuple[str, ...], words: str) -> None:
    assert fact_words(FactDifference(kind, act, about, ())) == words


def test_the_lines_of_what_sources_tell_differently(store: Store, thread: Thread) -> None:
    with store.read() as connection:
        comparison = compare_stories(stories_to_compare(connection, thread))
    lines = [line.plain for line in difference_lines(comparison)]
    assert lines[0] == "\ndead"
    assert lines[1].split() == ["three", "Meridian", "Wire,", "Coast", "Agency"]
    assert "1 copy: Coast Agency" in story_lines(thread, thread.shown[-1]).plain
    assert "4 stories" in thread_lines(thread).plain


def test_a_later_version_is_told_at_its_own_time(store: Store) -> None:
    later = START + timedelta(hours=9)
    desk_threads.write(store, [story(FIRST, 0, "Meridian Wire", "four", version=2, kind="update", updated=later)])
    with store.read() as connection:
        thread = find_thread(connection, 1)
        told = stories_to_compare(connection, thread)
    [first] = [one for one in thread.stories if one.id == FIRST]
    assert (first.moment, first.updated, first.told_at) == (START, later, later)
    assert [one.published for one in told if one.id == FIRST] == [later]


def lines_of(store: Store) -> tuple[TimelineLine, ...]:
    with store.read() as connection:
        thread = find_thread(connection, 1)
        compared = stories_to_compare(connection, thread)
        earlier = earlier_versions(connection, thread.shown)
    return timeline(thread, compared, compare_stories(compared), earlier)


def test_each_version_is_a_line_that_says_what_it_changed(store: Store, desk: Client) -> None:
    for version, toll in ((2, "four"), (3, "six")):
        at = START + timedelta(hours=9 * version)
        desk_threads.write(store, [story(FIRST, 0, "Meridian Wire", toll, version=version, kind="update", updated=at)])
    lines = lines_of(store)
    assert [(one.id, one.version, one.story is None) for one in lines] == [
        (FIRST, 3, False), (LATER, 1, False), (FIRST, 2, True), (OTHER, 1, False), (FIRST, 1, True),
    ]  # fmt: skip
    third, _, second, other, first = lines
    assert first.change is None and other.change and other.change.headline_before is None
    for line, before, toll in ((second, "three", "four"), (third, "four", "six")):
        assert line.change and line.change.headline_before == f"Earthquake in Ravnik kills {before}"
        [changed] = line.change.figures
        assert (changed.before.text, changed.after.text) == (before, toll)
        assert line.before == line.version - 1
        assert all(toll not in news.label for news in line.change.news.figures)
    page = desk.get("/threads/1").text
    assert page.count('class="replaced"') == 2 and page.count("Headline before:") == 2
    assert f'href="/story/{FIRST}?version=2&amp;mark=' in page and "?version=3&amp;compare=2" in page


@pytest.mark.parametrize("fields", [{"embargo_until": datetime(2999, 1, 1, tzinfo=UTC)}, {"status": "withheld"}])
def test_a_version_that_readers_may_not_see_has_no_line(store: Store, fields: dict[str, Any]) -> None:
    at = START + timedelta(hours=9)
    desk_threads.write(store, [story(FIRST, 0, "Meridian Wire", "four", version=2, updated=at, **fields)])
    desk_threads.write(store, [story(FIRST, 0, "Meridian Wire", "six", version=3, updated=at + timedelta(hours=1))])
    assert {(one.id, one.version) for one in lines_of(store) if one.id == FIRST} <= {(FIRST, 1), (FIRST, 3)}


def test_without_later_versions_the_timeline_has_a_line_for_each_text(store: Store, thread: Thread) -> None:
    lines = lines_of(store)
    assert [one.id for one in lines] == [one.id for one in thread.shown]
    assert lines[-1].change is None and lines[0].change and lines[0].change.news.figures
