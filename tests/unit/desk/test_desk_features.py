"""What readers expect of a news desk because other tools have it, and the page that says where that is tested."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.support import desk_stories, synthetic_store
from tests.support.desk_client import Client, application
from tests.support.paths import ROOT
from wiredesk.settings import load
from wiredesk.store import open_store

PAGE = ROOT / "docs/explanation/features.md"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = open_store(load(home=tmp_path_factory.mktemp("desk")))
    synthetic_store.write(store, 60)
    desk_stories.write(store, desk_stories.everything())
    yield Client(application(store))
    store.close()


def test_a_search_says_how_many_it_found_and_marks_the_words(desk: Client) -> None:
    text = desk.get("/search?q=cranes").text
    found = desk.get("/api/stories?q=cranes&limit=100").json()["stories"]
    assert f"<b>{len(found)}</b> stories" in text and "<mark>cranes</mark>" in text
    for field in ("Source", "Topic", "People", "Organisations", "Kind", "Urgency"):
        assert f"<summary>{field}</summary>" in text, field
    assert "data-first=" in text, "the bars of the chart"


@pytest.mark.parametrize("sort", ["published", "relevance", "arrived"])
def test_a_search_is_ordered_as_asked_and_goes_on_in_that_order(desk: Client, sort: str) -> None:
    path = f"/api/stories?q=week&sort={sort}&limit=5"
    first = desk.get(path)
    both = [one for answer in (first, desk.get(first.links["next"]["url"])) for one in answer.json()["stories"]]
    assert len({one["id"] for one in both}) == 10
    if sort != "relevance":
        moments = [one["moment" if sort == "published" else "accepted_at"] for one in both]
        assert moments == sorted(moments, reverse=True)
    page = desk.get(f"/search?q=week&sort={sort}").text
    assert [one for one in re.findall(r'data-id="([^"]+)"', page) if one in {story["id"] for story in both}][:10] == [
        one["id"] for one in both
    ]


def test_a_thing_has_its_neighbours_drawn_and_its_stories_by_publication(desk: Client) -> None:
    answer = desk.get("/organisations/kelp%20line")
    while answer.is_redirect:
        answer = desk.get(answer.headers["location"])
    assert 'class="network"' in answer.text and answer.text.count("<a class=") > 5
    times = [float(one) for one in re.findall(r'data-at="([\d.]+)"', answer.text)]
    assert len(times) > 1 and times == sorted(times, reverse=True)


def test_a_time_of_arrival_is_told_from_a_time_of_publication(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = open_store(load(home=tmp_path_factory.mktemp("received")))
    body = desk_stories.article().body.partition(" - ")[2]  # a dateline would tell the day
    desk_stories.write(store, [desk_stories.article("urn:test:late", published=None, body=body)])
    desk, received = Client(application(store)), "received <span>"
    for path in ("/", "/quotes", "/events", "/story/urn:test:late", "/wire?col=cranes"):
        assert received in desk.get(path).text, path
    store.close()


@pytest.mark.parametrize(("language", "given"), [("ja", ' lang="ja"'), ("pt-BR", ' lang="pt-BR"'), ('x" onx="', "")])
def test_a_headline_has_its_language_and_direction(
    tmp_path_factory: pytest.TempPathFactory, language: str, given: str
) -> None:
    store = open_store(load(home=tmp_path_factory.mktemp("language")))
    desk_stories.write(store, [desk_stories.article("urn:test:ja", headline="北海道で地震", language=language)])
    desk = Client(application(store))
    for path in ("/", "/wire?col=cranes", "/search?q=cranes"):
        assert re.search(rf'<h[23] dir="auto"{re.escape(given)}><a', desk.get(path).text), path
    store.close()


def test_ids_in_addresses_are_shown_as_names(desk: Client) -> None:
    id = desk.get("/api/things?q=kelp+line").json()["things"][0]["thing"]
    assert "<bdi>Kelp Line</bdi> <a href" in desk.get(f"/search?thing={id}").text
    assert "<bdi>Kelp Line</bdi> ✕" in desk.get(f"/map?thing={id}").text
    assert 'name="actor" type="text" value="Kelp Line"' in desk.get(f"/events?actor={id}").text
    assert f'value="{id + "0"}"' in desk.get(f"/quotes?speaker={id}0").text, "an id of nothing stays"


def test_every_test_that_the_page_of_features_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE.read_text())
    assert len(named) > 25
    for file, name in named:
        tree = ast.parse((ROOT / file).read_text())
        assert name in {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}, f"{file}::{name}"


def test_the_start_of_an_id_leads_to_its_story(desk: Client) -> None:
    for start in (desk_stories.HARBOUR[:-2], desk_stories.HARBOUR[: len("urn:test:") + 4]):
        found = desk.get(f"/story/{start}?quotes=all")
        assert found.status_code == 307 and found.headers["location"] == f"/story/{desk_stories.HARBOUR}?quotes=all"
    for start in (desk_stories.EMBARGOED[:-2], "urn:test:", "urn"):
        found = desk.get(f"/story/{start}")
        assert found.status_code == 404 and desk_stories.EMBARGOED not in found.text, start
