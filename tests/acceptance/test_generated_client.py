"""A client that is generated from the API's description reads a real desk: each answer fits the model it was given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiopenapi3 import OpenAPI
from aiopenapi3.openapi import httpx2

from tests.support import desk_stories
from tests.support.waiting import HANG_SECONDS
from tests.support.web_server import serving

TOKEN = "token-of-the-test"
NEEDED = {
    "story": {"id": desk_stories.HARBOUR},
    "versions": {"id": desk_stories.HARBOUR},
    "entity": {"kind": "places", "key": "Nairobi"},
    "dates": {"since": "2026-01-01", "until": "2026-12-31"},
    "thing": {"thing": "Nairobi"},
    "thing_stories": {"thing": "Nairobi"},
    "thing_quotes": {"thing": "Nairobi"},
    "thing_events": {"thing": "Nairobi"},
}
"""Parameters that an operation cannot do without."""
STREAMS = {"stream", "export", "places_geojson", "sql"}
"""Operations whose answer is no JSON with a model."""
MISSING = {"thread", "series", "comparison", "alerts"}
"""Operations on threads and watches: the store of this test has none."""


class Patient(httpx2.Client):  # type: ignore[misc]
    """A client that waits for a desk on a loaded machine."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"timeout": HANG_SECONDS})


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    home: Path = tmp_path_factory.mktemp("client")
    desk_stories.filled(home).close()
    with serving(home, WIREDESK_WEB_TOKEN=TOKEN) as address:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        document = httpx.get(f"{address}/api/openapi.json", headers=headers, timeout=HANG_SECONDS).json()
        client = OpenAPI(f"{address}/api/openapi.json", document, session_factory=Patient, use_operation_tags=False)
        yield client


def operations(client: Any) -> dict[str, str]:
    """The method of each operation by its id."""
    paths = client._root.paths._paths
    found = {}
    for item in paths.values():
        for method in ("get", "post", "patch", "delete"):
            operation = getattr(item, method, None)
            if operation is not None:
                found[operation.operationId] = method
    return found


def test_the_token_is_part_of_the_description(client: Any) -> None:
    with pytest.raises(Exception, match="HTTPBearer"):
        client._.stories()
    client.authenticate(HTTPBearer=TOKEN)
    assert client._.stories(parameters={"limit": 1}).stories[0].id


def test_every_operation_that_reads_answers_with_its_model(client: Any) -> None:
    client.authenticate(HTTPBearer=TOKEN)
    asked = []
    for name, method in operations(client).items():
        if method != "get" or name in STREAMS | MISSING:
            continue
        answer = getattr(client._, name)(parameters=NEEDED.get(name, {}))
        assert answer is not None, name
        asked.append(name)
    assert {"stories", "story", "quotes", "events", "places", "timeline", "stats", "status", "changes"} <= set(asked)


def test_pages_and_fields_have_names_that_a_program_can_use(client: Any) -> None:
    client.authenticate(HTTPBearer=TOKEN)
    found, cursor = [], ""
    while cursor is not None:
        page = client._.quotes(parameters={"limit": 1, "cursor": cursor})
        found += page.model_dump(mode="json")["quotes"]
        cursor = page.next
    assert "Amina Otieno" in {quote["speaker"]["name"] for quote in found if quote["speaker"]} and len(found) > 1
    story = client._.story(parameters={"id": desk_stories.HARBOUR})
    assert story.article.headline and story.ledger.state == "done"


def test_a_source_is_set_up_paused_and_removed(client: Any) -> None:
    client.authenticate(HTTPBearer=TOKEN)
    given = {"label": "Har/bour", "type": "feed", "fields": {"url": "https://example.org/rss"}}
    [made] = client._.add_source(data=given).sources
    assert (made.model_dump(mode="json")["set_up"]["label"], made.state) == ("Har/bour", "waiting")
    [paused] = client._.change_source(parameters={"name": "Har/bour"}, data={"paused": True}).sources
    assert paused.state == "paused"
    assert [one.name for one in client._.remove_source(parameters={"name": "Har/bour"}).sources] == [made.name]
    assert client._.sources().sources == []
