"""Every answer of the API matches its OpenAPI description: schemathesis tests every endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from desk.ops import extraction_pool
from desk.web.app import create_app
from tests.support import desk_stories
from wiredesk.settings import load

load_all_checks()
"""No schema can describe which words form a valid query, so a 400 for valid data is not a failure."""
ENDLESS = "/api/stream"
EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    patched = pytest.MonkeyPatch()
    patched.setattr(extraction_pool, "PROCESS", "tests.support.odd_extraction")
    home = tmp_path_factory.mktemp("desk")
    store = desk_stories.filled(home)
    app = create_app(load(home=home, web_hosts=("*",)), store=store)
    yield schemathesis.openapi.from_asgi("/api/openapi.json", app)
    app.state.desk.extraction.close()
    store.close()
    patched.undo()


def test_every_endpoint_answers_as_described(api: Any) -> None:
    asked = []
    for found in api.get_all_operations():
        operation = found.ok()
        if operation.path == ENDLESS:
            continue

        @EXAMPLES
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            case.query.pop("wait", None)  # it would wait for a minute
            case.call_and_validate(excluded_checks=[CHECKS.get_one("positive_data_acceptance")])

        answers()
        asked.append(operation.path)
    assert len(asked) == 48
