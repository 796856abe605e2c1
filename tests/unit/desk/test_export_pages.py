"""Files of lists: from pages by a suffix, from the API, and feeds that other programs read."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator

import pytest

from producer.formats import parse
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from tests.support.desk_stories import HARBOUR, RESCUE
from tests.support.feed_checks import atom_faults, json_feed_faults
from wiredesk.store import Store


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store: Store = desk_stories.filled(tmp_path_factory.mktemp("files"))
    yield Client(application(store))
    store.close()


def rows(desk: Client, path: str) -> list[dict[str, str]]:
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.mark.parametrize("path", ["/search.csv", "/api/export?format=csv"])
def test_page_and_api_give_the_same_file(desk: Client, path: str) -> None:
    joined = f"{path}{'&' if '?' in path else '?'}"
    assert [row["id"] for row in rows(desk, f"{joined}q=cranes")] == [HARBOUR]
    assert {row["story"] for row in rows(desk, f"{joined}q=ferry&table=places")} == {RESCUE}


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/quotes.csv?speaker=Amina+Otieno&kind=direct", 1),
        ("/quotes.csv?q=cranes", 1),
        ("/quotes.csv?speaker=nobody", 0),
        ("/events.csv?type=ELECT", 1),
        ("/events.csv?since=2030-01-01", 0),
    ],
)
def test_lists_of_facts_give_what_they_list(desk: Client, path: str, count: int) -> None:
    found = rows(desk, path)
    assert len(found) == count
    shown = html.unescape(desk.get(path.replace(".csv", "")).text)
    assert all(row["content" if "quotes" in path else "headline"] in shown for row in found)


def test_a_search_is_a_feed_that_our_own_parser_reads(desk: Client) -> None:
    page = desk.get("/search?q=cranes").text
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)"', page)
    assert [kind for kind, _ in links] == ["application/atom+xml", "application/feed+json"]
    for kind, address in links:
        answer = desk.get(address)
        assert answer.headers["content-type"].startswith(kind)
        assert (atom_faults if "atom" in kind else json_feed_faults)(answer.content) == []
        (entry,) = parse(answer.content, "feed").articles
        assert entry.headline == "Harbour talks resume in Nairobi" and entry.url.endswith(f"/story/{HARBOUR}")  # type: ignore[union-attr]
        again = desk.get(address, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize("path", ["/search?q=cranes", "/people/amina%20otieno", "/topics/medtop:04000000"])
def test_a_page_links_feeds_and_files_of_its_stories(desk: Client, path: str) -> None:
    answer = desk.get(path)
    page = (desk.get(answer.headers["location"]) if answer.status_code == 308 else answer).text
    feeds = [
        html.unescape(one)
        for one in re.findall(r'<link rel="alternate" type="[^"]+" title="[^"]+" href="([^"]+)"', page)
    ]
    assert [one.partition("?")[0].rpartition(".")[2] for one in feeds] == ["atom", "jsonfeed"]
    assert len(desk.get(feeds[1]).json()["items"]) == len(rows(desk, feeds[1].replace(".jsonfeed", ".csv"))) > 0
    assert rows(desk, f"{feeds[1].replace('.jsonfeed', '.csv')}{'&' if '?' in feeds[1] else '?'}table=quotes")


def test_the_code_of_a_topic_may_have_a_dot(desk: Client) -> None:
    assert desk.get("/topics/fifa.ranking").status_code == 404
    assert desk.get("/threads/99999.csv").status_code == 404


def test_lists_of_things_and_topics_are_files(desk: Client) -> None:
    people = rows(desk, "/people.csv?window=all")
    shown = html.unescape(desk.get("/people?window=all").text)
    assert people and all(f">{row['name']}<" in shown and int(row["stories"]) for row in people)
    assert [row["name"] for row in rows(desk, "/people.csv?window=all&q=otieno")] == ["Amina Otieno"]
    assert json.loads(desk.get("/places.json?window=all").text)[0]["kind"] == "place"
    shown = html.unescape(desk.get("/topics").text)
    topics = rows(desk, "/topics.csv")
    assert all(row["name"] in shown for row in topics if not row["broader"])
    assert rows(desk, "/threads.csv") == []


def test_pages_link_their_files(desk: Client) -> None:
    for path in ("/search?q=cranes", "/quotes?speaker=Amina+Otieno", "/events", "/people?window=all", "/topics"):
        found = re.findall(r'<a class="chip" href="([^"]+)"', desk.get(path).text)
        files = [one.replace("&amp;", "&") for one in found if re.match(r"/\w+\.", one)]
        assert len(files) >= 4
        for one in files:
            assert desk.get(one).status_code == 200, one
    assert "Take it away" not in desk.get("/search").text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/search.docx?q=cranes", 404, "no such format"),
        ("/search.csv?table=planets", 400, "unknown table"),
        ("/search.csv?q=sorce:x", 400, "no field"),
        ("/quotes.geojson", 422, "stories only"),
        ("/search.geojson?table=quotes", 422, "GeoJSON has places"),
        ("/people.atom", 404, "no such format"),
        ("/threads.geojson", 404, "no such format"),
        ("/people.csv?page=2", 400, "unknown parameter"),
        ("/quotes.csv?kind=loud", 400, "unknown kind"),
        ("/quotes.csv?page=2", 400, "unknown parameter"),
        ("/api/export?q=-ferry", 400, ""),
        ("/api/export?table=amounts&format=atom", 422, "stories only"),
    ],
)
def test_what_cannot_be_given_is_refused_with_a_reason(desk: Client, path: str, status: int, words: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == status and words in answer.text


def test_json_is_one_document(desk: Client) -> None:
    assert [one["id"] for one in json.loads(desk.get("/search.json?q=cranes").text)] == [HARBOUR]
    assert json.loads(desk.get("/search.json?q=xylophone").text) == []
    assert json.loads(desk.get("/search.json?q=cranes&table=mentions").text)[0]["story"] == HARBOUR
