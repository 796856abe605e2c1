"""POST /api/extract: what it accepts and refuses, with a process that does what the story's headline says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest

from desk.ops import extraction_pool
from desk.ops.extraction_pool import PoolFull
from desk.web.app import create_app
from wiredesk.errors import ConfigError, Unavailable
from wiredesk.settings import load
from wiredesk.store import Store, open_store
from wiredesk.text_ids import text_id

Ask = Callable[..., httpx.Response]
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(load(home=tmp_path_factory.mktemp("desk")))
    yield store
    store.close()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, store: Store) -> Iterator[Ask]:
    """Send a body to the endpoint of an application that has these settings."""
    monkeypatch.setattr(extraction_pool, "PROCESS", "tests.support.odd_extraction")
    apps = []

    def ask(body: bytes | Any, headers: dict[str, str] | None = None, query: str = "", **settings: Any) -> Any:
        app = create_app(load(**settings), store=store)
        apps.append(app)
        content = body if isinstance(body, bytes) else orjson.dumps(body)

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await client.post(f"/api/extract{query}", content=content, headers=JSON | (headers or {}))

        return asyncio.run(send())

    yield ask
    for app in apps:
        app.state.desk.extraction.close()


@pytest.mark.parametrize(
    ("story", "id"),
    [
        ({"id": "a", "body": "x"}, "a"),
        ({"article": {"id": "b", "body": "x"}, "language": "en"}, "b"),
        ({"text": "x"}, text_id("x")),
        ({"headline": "Head", "body": "x"}, text_id("Head\n\nx")),
    ],
)
def test_an_article_may_lack_its_id_and_may_be_a_line_of_an_export(ask: Ask, story: object, id: str) -> None:
    answer = ask(story)
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == id and answer.content.endswith(b"}\n")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "application/octet-stream"])
def test_any_other_body_is_a_wire_story(ask: Ask, media_type: str) -> None:
    answer = ask(b"Head\n\nNAIROBI, Nov 24 (MW) - Dockers return to work.\n", {"Content-Type": media_type})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("body", "headers", "status", "detail"),
    [
        (b"{", {}, 400, "not JSON"),
        (b"", {}, 400, "not JSON"),
        (b"[]", {}, 422, "a JSON object is needed"),
        (b'{"id": "a", "urgency": 99}', {}, 422, "/urgency: "),
        (b'{"article": {"id": "a", "keywords": [1]}}', {}, 422, "/article/keywords/0: "),
        (b"\xff\xfe\x00\x01\x02\x03", {"Content-Type": "text/plain"}, 422, ""),
        (b"", {"Content-Type": "text/plain"}, 422, ""),
        (b"a", {"Content-Type": "multipart/form-data; boundary=x"}, 415, "the story itself"),
        (b"a", {"Content-Encoding": "gzip"}, 415, "not compressed"),
        (b'{"text": "x"}', {"Sec-Fetch-Site": "cross-site"}, 403, "another site"),
        (b'{"id": "a", "headline": "fail"}', {}, 422, "took more than 1 s"),
        (b'{"id": "a", "headline": "die"}', {}, 500, "the process that extracted it ended"),
    ],
)
def test_what_is_refused(ask: Ask, body: bytes, headers: dict[str, str], status: int, detail: str) -> None:
    answer = ask(body, headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert detail in answer.json()["detail"] and answer.json()["status"] == status


@pytest.mark.parametrize(
    ("settings", "status", "detail"),
    [
        ({"web_extract": 0}, 403, "set web_extract"),
        ({"model": "missing"}, 503, "pip install missing"),
        ({"story_bytes": 1000}, 413, "longer than 1000 bytes"),
        ({"web_token": "token"}, 401, "token"),
    ],
)
def test_settings_that_refuse(ask: Ask, settings: dict[str, Any], status: int, detail: str) -> None:
    answer = ask({"text": 1000 * "x"}, **settings)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert detail in answer.json()["detail"]


def test_the_token_opens_it(ask: Ask) -> None:
    assert ask({"text": "x"}, {"Authorization": "Bearer token"}, web_token="token").status_code == 200


@pytest.mark.parametrize(("error", "status"), [(PoolFull, 429), (ConfigError, 503), (Unavailable, 503)])
def test_a_full_pool_says_when_to_try_again(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, error: type[Exception], status: int
) -> None:
    def refuse(*_: object) -> None:
        raise error("extraction")

    monkeypatch.setattr(extraction_pool.ExtractionPool, "submit", refuse)
    answer = ask({"text": "x"})
    assert answer.status_code == status
    assert ("retry-after" in answer.headers) is (status == 429)


def test_every_pointer_names_its_value(ask: Ask) -> None:
    errors = ask({"id": "", "urgency": 9, "kind": "x"}).json()["errors"]
    assert {one["pointer"] for one in errors} == {"/id", "/urgency", "/kind"}
