"""The examples of the API's description fit the models that it names."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from desk.api import models, overview_models, source_models, thing_models
from desk.api.openapi_document import examples
from desk.web.app import create_app
from wiredesk.settings import Settings
from wiredesk.store import Store

MODULES = (models, overview_models, source_models, thing_models)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(Settings(), store=Store("sqlite://")).openapi()


@pytest.mark.parametrize("name", sorted(examples()))
def test_an_example_fits_its_model(document: dict[str, Any], name: str) -> None:
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    (operation,) = (one for one in operations if one["operationId"] == name)
    (content,) = operation["responses"]["200"]["content"].values()
    assert content["example"] == examples()[name]
    model = content["schema"].get("$ref", "").rpartition("/")[2]
    if not model:
        return  # GeoJSON
    found = next(getattr(module, model) for module in MODULES if hasattr(module, model))
    assert issubclass(found, BaseModel)
    found.model_validate(examples()[name])
