"""The API and the pages on the real application: documents, pages of results, errors, ETags, the token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from desk.api import models, overview_models
from desk.queries import live
from desk.web import state
from desk.web.app import create_app
from tests.support import desk_stories
from tests.support.desk_client import Client, application
from tests.support.iptc_checks import newsml_faults, ninjs_faults
from wiredesk.settings import Settings
from wiredesk.store import Store

DATES = "/api/dates?since=2026-01-01&until=2026-12-31"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("api"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def desk(store: Store) -> Client:
    return Client(application(store))


@pytest.mark.parametrize(
    ("path", "key", "number", "model"),
    [
        ("/api/stories", "stories", 3, models.StoriesOut),
        ("/api/search?q=cranes", "stories", 1, models.StoriesOut),
        ("/api/stories?place=KE&urgency=1", "stories", 1, models.StoriesOut),
        (f"/api/versions/{desk_stories.HARBOUR}", "versions", 2, models.VersionsOut),
        ("/api/entities?type=ORG&q=kenya", "entities", 1, models.EntitiesOut),
        ("/api/quotes?kind=mixed", "quotes", 1, models.QuotesOut),
        (DATES, "dates", 2, models.DatesOut),
        ("/api/events", "events", 5, models.EventsOut),
        ("/api/events?participant=peter+lund&status=occurred", "events", 1, models.EventsOut),
        ("/api/events?quoted=true&type=ELECT", "events", 1, models.EventsOut),
        ("/api/places", "places", 3, overview_models.PlacesOut),
        ("/api/timeline", "buckets", 1, overview_models.TimelineOut),
        ("/api/timeline?bucket=hour&q=cranes", "buckets", 1, overview_models.TimelineOut),
        ("/api/timeline?bucket=year", "buckets", 1, overview_models.TimelineOut),
        ("/api/facets", "facets", 9, overview_models.FacetsOut),
        ("/api/facets?q=absent", "facets", 0, overview_models.FacetsOut),
        ("/api/stats", "hours", 24, overview_models.StatisticsOut),
        ("/api/status", "sinks", 0, overview_models.StatusOut),
        ("/api/changes", "changes", 0, models.ChangesOut),
        ("/api/changes?after=0", "changes", 4, models.ChangesOut),
        ("/api/changes?after=0&urgency=1", "changes", 1, models.ChangesOut),
        ("/api/changes?after=4&wait=0.1", "changes", 0, models.ChangesOut),
    ],
)
def test_lists_have_the_model_that_their_description_names(
    desk: Client, path: str, key: str, number: int, model: type[BaseModel]
) -> None:
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()[key]) == number
    model.model_validate_json(answer.content)


def test_one_story_and_one_name(desk: Client) -> None:
    story = models.DocumentOut.model_validate_json(desk.get(f"/api/stories/{desk_stories.HARBOUR}").content)
    assert (story.version, story.ledger.state, story.article.version) == (2, "done", 2)
    assert desk.get(f"/api/stories/{desk_stories.HARBOUR}?version=1").json()["version"] == 1
    profile = models.ProfileOut.model_validate_json(desk.get("/api/entities/places/NAIROBI").content)
    assert (profile.name, profile.lat, profile.stories) == ("Nairobi", -1.28, 1)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/api/stories?", "stories"),
        ("/api/quotes?", "quotes"),
        (f"{DATES}&", "dates"),
        ("/api/events?", "events"),
        ("/api/events?background=false&", "events"),
    ],
)
def test_pages_of_one_are_the_whole(desk: Client, path: str, key: str) -> None:
    whole = desk.get(f"{path}limit=200").json()
    assert whole["next"] is None
    found, cursor = [], ""
    while cursor is not None:
        answer = desk.get(f"{path}limit=1&cursor={cursor}").json()
        found += answer[key]
        cursor = answer["next"]
    assert found == whole[key]


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/api/stories?cursor=x", 400, "cursor: invalid cursor"),
        ("/api/quotes?cursor=x", 400, "cursor: invalid cursor"),
        ("/api/events?cursor=1", 400, "cursor: invalid cursor"),
        ("/api/events?type=FOO", 422, "type: Input should be"),
        ("/api/events?status=done", 422, "status: Input should be"),
        ("/api/events?since=soon", 422, "since: "),
        (f"{DATES}&cursor=x", 400, "cursor: invalid cursor"),
        ("/api/stories?q=-only", 400, "search: contains only exclusions"),
        ("/api/stories?type=FOO", 422, "type: Input should be"),
        ("/api/stories?since=soon", 422, "since: "),
        ("/api/stories?since=0999-01-01", 422, "since: "),
        ("/api/stories?urgency=9", 422, "urgency: "),
        ("/api/stories?limit=201", 422, "limit: "),
        ("/api/dates", 422, "since: Field required"),
        ("/api/changes?after=9", 410, "change 9: the log has the changes from 1 to 4; read all stories again"),
        ("/api/changes?after=-1", 422, "after: "),
        ("/api/changes?q=-only", 400, "search: contains only exclusions"),
        ("/api/changes?thread=99", 404, "does not exist"),
        ("/api/stream?q=-only", 400, "search: contains only exclusions"),
        ("/api/stream?urgency=9", 400, "urgency: "),
        ("/api/stream?thread=99", 404, "does not exist"),
        (f"/api/stories/{desk_stories.WITHDRAWN}", 410, "The provider has withdrawn"),
        (f"/api/stories/{desk_stories.EMBARGOED}", 404, "may not be shown yet"),
        (f"/api/stories/{desk_stories.BROKEN}", 404, "may not be shown yet"),
        ("/api/entities/people/nobody", 404, "does not exist"),
        ("/api/nothing", 404, "does not exist"),
    ],
)
def test_errors(desk: Client, path: str, status: int, detail: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == status
    problem = models.Problem.model_validate_json(answer.content)
    assert detail in problem.detail


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ("", 200, "Peter Lund"),
        ("type=REJECT&participant=peter+lund", 200, '<details class="wide"><summary>More filters'),
        ("type=REJECT&actor=Peter+Lund", 200, '<details class="wide" open>'),
        ("quoted=false&type=ELECT", 200, "No matching events"),
        ("min_score=0.9", 200, "Ferry"),
        ("type=reject", 400, "invalid event type &#34;reject&#34;"),
        ("quoted=maybe", 400, "true or false"),
        ("since=soon", 400, "a day such as"),
        ("before=x", 400, "invalid cursor"),
        ("actor=" + 301 * "x", 400, "longer than 300 characters"),
    ],
)
def test_the_page_of_events(desk: Client, query: str, status: int, text: str) -> None:
    answer = desk.get(f"/events?{query}")
    assert answer.status_code == status and text in answer.text


def test_places_as_geojson_are_the_same_places(desk: Client) -> None:
    places = desk.get("/api/places").json()["places"]
    answer = desk.get("/api/places.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    found = answer.json()
    assert found["type"] == "FeatureCollection"
    points = [(one["properties"]["name"], one["geometry"]["coordinates"]) for one in found["features"]]
    assert points == [(one["name"], [one["lon"], one["lat"]]) for one in places]
    nairobi = next(one for one in places if one["name"] == "Nairobi")
    assert (nairobi["country"], nairobi["geonames"], nairobi["lat"]) == ("KE", 184745, -1.28)
    assert desk.get("/api/places?q=absent").json() == {"places": [], "stories": 0, "whole": True}


def test_every_answer_with_an_error_is_described(desk: Client) -> None:
    for methods in desk.get("/api/openapi.json").json()["paths"].values():
        for operation in methods.values():
            assert {"400", "422", "503"} <= operation["responses"].keys()


@pytest.mark.parametrize(
    "path", ["/", "/api/stories", f"/story/{desk_stories.HARBOUR}", f"/api/stories/{desk_stories.HARBOUR}"]
)
def test_who_has_an_answer_gets_304(desk: Client, path: str) -> None:
    first = desk.get(path)
    weak = first.headers["etag"]
    tag = weak.removeprefix("W/")
    of_pages = "" if path.startswith("/api") else "Accept-Language, Cookie, "
    assert weak != tag and first.headers["vary"] == f"{of_pages}Authorization, Accept-Encoding"
    if path == "/":  # it contains the time
        return
    for given in (tag, weak, f'"other", {weak}', "*"):
        again = desk.get(path, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", weak)
    assert desk.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/api/export", "/healthz", "/metrics", "/nothing"])
def test_streams_and_errors_have_no_etag(desk: Client, path: str) -> None:
    assert "etag" not in desk.get(path).headers


def test_an_unexpected_error_shows_nothing_of_its_cause(
    desk: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_options: object) -> None:
        raise RuntimeError("secret cause")

    monkeypatch.setattr(Store, "read", fail)
    for path in ("/", "/api/stories"):
        answer = desk.get(path)
        assert answer.status_code == 500 and "secret" not in answer.text


@pytest.mark.parametrize(
    ("header", "status"), [(None, 401), ("Bearer wrong", 401), ("Basic token", 401), ("bearer token", 200)]
)
def test_the_token(store: Store, header: str | None, status: int) -> None:
    desk = Client(application(store, web_token="token"))
    headers = {"Authorization": header} if header else {}
    for path in ("/api/stories", "/metrics"):
        answer = desk.get(path, headers=headers)
        assert answer.status_code == status
        assert ("www-authenticate" in answer.headers) is (status == 401)
    assert desk.get("/").status_code == 200
    assert "401" in desk.get("/api/openapi.json").json()["paths"]["/api/stories"]["get"]["responses"]


@pytest.mark.parametrize("path", ["/live", "/api/stream"])
def test_too_many_readers(desk: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "MAX_FOLLOWERS", 0)
    answer = desk.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "Too many readers follow the live wire." in answer.text
    assert live.MAX_FOLLOWERS > 0


def test_the_api_is_described_without_a_store() -> None:
    app = create_app(Settings(), store=Store("sqlite://"))
    operations = [one for methods in app.openapi()["paths"].values() for one in methods.values()]
    assert len(operations) > 30
    for operation in operations:
        assert operation["summary"] and operation["description"] and operation["tags"]
        assert all(parameter["description"] for parameter in operation.get("parameters", ()))


@pytest.mark.parametrize(
    ("format", "media_type", "faults"),
    [
        ("ninjs", "application/json", ninjs_faults),
        ("ninjs-1", "application/json", ninjs_faults),
        ("newsml-g2", "application/vnd.iptc.g2.newsitem+xml", newsml_faults),
    ],
)
def test_a_story_in_a_format_of_the_trade(desk: Client, format: str, media_type: str, faults: Any) -> None:
    path = f"/api/stories/{desk_stories.HARBOUR}?format={format}"
    answer = desk.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"].partition(";")[0] == media_type
    assert faults(answer.content) == [] and "Amina Otieno" in answer.text
    assert desk.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    old = desk.get(f"{path}&version=1")
    assert old.status_code == 200 and old.content != answer.content


def test_a_format_that_there_is_not_is_a_problem_that_names_the_others(desk: Client) -> None:
    answer = desk.get(f"/api/stories/{desk_stories.HARBOUR}?format=nitf")
    assert answer.status_code == 422 and "newsml-g2" in answer.text
    assert desk.get(f"/api/stories/{desk_stories.WITHDRAWN}?format=ninjs").status_code == 410
