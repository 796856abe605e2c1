"""Parameters that a page or an endpoint does not declare are refused by name."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from desk.web.known_parameters import Takes
from tests.support import desk_stories
from tests.support.app_routes import all_routes
from tests.support.desk_client import Client, application
from wiredesk.store import Store


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    store: Store = desk_stories.filled(tmp_path_factory.mktemp("known"))
    yield application(store)
    store.close()


@pytest.fixture
def desk(app: FastAPI) -> Client:
    return Client(app)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/stories?sinse=2026", "sinse: unknown parameter; did you mean since?"),
        ("/api/stories?foo=bar", "foo: unknown parameter; one of "),
        ("/api/stories?q=oil&Limit=3", "did you mean limit?"),
        ("/api/quotes?speaker=reagan&since=1987-03-03", "since: unknown parameter"),
        ("/api/export?sorce=x", "did you mean source?"),
        ("/search.csv?sorce=x", "did you mean source?"),
        ("/api/events?actr=x", "did you mean actor?"),
        ("/api/changes?affter=1", "did you mean after?"),
        ("/api/stream?urgencie=1", "did you mean urgency?"),
        ("/api/threads/1?x=1", "x: unknown parameter"),
        ("/search?sorce=Reuters", "did you mean source?"),
        ("/?page=2", "page: unknown parameter; one of before"),
        ("/people?words=x", "words: unknown parameter"),
        ("/topics?q=x", "there are no parameters here"),
        (f"/api/stories?{'x' * 300}=1", f"{'x' * 40}: unknown parameter"),
    ],
)
def test_an_unknown_parameter_is_named_with_the_nearest(desk: Client, path: str, words: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 400
    assert words.replace("'", "&#39;") in answer.text.replace("\\u2019", "'")


@pytest.mark.parametrize(
    "path",
    [
        "/api/stories?q=oil&source=x&sort=arrived&limit=3&cursor=12", "/api/quotes?all=true&kind=direct",
        "/api/dates?since=2026-01&until=today", "/search?q=oil&sort=relevance", "/?before=p5.1",
        "/quotes?all=1&min_score=0.5", "/people?window=all&page=1",
    ],
)  # fmt: skip
def test_known_parameters_are_taken(desk: Client, path: str) -> None:
    assert desk.get(path).status_code == 200


def test_every_page_that_reads_parameters_declares_them(app: FastAPI) -> None:
    reading = [one for _, one in all_routes(app) if "query_params" in inspect.getsource(one.endpoint)]
    silent = {
        one.path for one in reading if not any(isinstance(part.call, Takes) for part in one.dependant.dependencies)
    }
    assert silent == set(), f"declare them with {Path(inspect.getfile(Takes)).name}"
