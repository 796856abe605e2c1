"""Fixtures for every ring of tests: a scrubbed environment and one loaded pipeline."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.support.models import MODEL
from wiredesk.nlp.threads import single_threaded

if TYPE_CHECKING:
    from spacy.language import Language

    from wiredesk.contract import Extraction
    from wiredesk.nlp.pipeline import Pipeline


for _name in list(os.environ):
    if _name.startswith("WIREDESK_") or _name in {"CELERY_BROKER_URL", "REDIS_URL", "DATABASE_URL"}:
        del os.environ[_name]
single_threaded()  # as in every worker


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default model, loaded once."""
    from wiredesk.nlp.model import load_model

    return load_model(MODEL)


@pytest.fixture(scope="session")
def pipeline(nlp: Language) -> Pipeline:
    """The default pipeline with every extractor."""
    from wiredesk.nlp.context import Options
    from wiredesk.nlp.pipeline import Pipeline
    from wiredesk.nlp.registry import extractors

    return Pipeline(nlp, extractors(), Options())


@pytest.fixture(scope="session")
def extract(pipeline: Pipeline) -> Callable[..., Extraction]:
    """Extract a body: ``extract("Some text.", headline="…", published=…)``."""
    from wiredesk.contract import Article

    def run(body: str, **fields: object) -> Extraction:
        return pipeline(Article.model_validate({"id": "test", "body": body, **fields}))

    return run


RING = (
    "integration/test_ledger.py",
    "integration/test_flash.py",
    "integration/test_prepared.py",
    "integration/test_store_types.py",
    "integration/test_transport.py",
    "integration/test_visibility.py",
    "integration/sources/test_flow.py",
    "integration/sources/test_table.py",
    "acceptance/test_run.py::test_run_reads_everything_and_says_so",
    "acceptance/test_run.py::test_status_agrees_with_the_tables",
)
"""The tests that ``make check`` runs besides the unit tests, on SQLite only: the store, the queue, the sources and
one run of ``wiredesk run``.  Keep ``make check`` under 3 minutes on 2 free cores."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of :data:`RING`."""
    for item in items:
        name = item.nodeid.removeprefix("tests/")
        if any(name == one or name.startswith((f"{one}::", f"{one}[")) for one in RING):
            item.add_marker(pytest.mark.ring)
