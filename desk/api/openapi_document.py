"""The OpenAPI description of the API, as FastAPI makes it and as the API really answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.routing import APIRoute

from desk.api.problem import MEDIA_TYPE
from desk.api.problem_models import Problem

EXAMPLES = Path(__file__).with_name("examples.json")
"""Answers of a desk with a few stories."""
_SCHEMAS = "#/components/schemas/"


def operation_id(route: APIRoute) -> str:
    """Return the id of an operation: the name of its function, as generated clients call it."""
    return route.name


def describe(app: FastAPI) -> None:
    """Let an application describe its errors with the media type that they have."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = _with_plain_arrays(made())
            problems = set(_problems(Problem))
            known = examples()
            for operation in _operations(document):
                _give_example(operation, known)
                for response in operation["responses"].values():
                    _name_problem(response, problems)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _with_plain_arrays(value: Any) -> Any:
    """Return a document in which tuples are arrays of a fixed length: many generators of clients know no others."""
    if isinstance(value, list):
        return [_with_plain_arrays(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_plain_arrays(one) for key, one in value.items()}
    if isinstance(parts := found.get("prefixItems"), list):
        del found["prefixItems"]
        found["items"] = parts[0] if all(one == parts[0] for one in parts) else {"anyOf": parts}
    return found


def examples() -> dict[str, Any]:
    """Return an answer of each operation that has one, by its id."""
    found: dict[str, Any] = orjson.loads(EXAMPLES.read_bytes())
    return found


def _give_example(operation: dict[str, Any], known: dict[str, Any]) -> None:
    if (name := operation["operationId"]) in known:
        for media_type in operation["responses"]["200"]["content"].values():
            media_type["example"] = known[name]


def _problems(model: type[Problem]) -> Iterator[str]:
    """Yield the references to the models of errors."""
    yield _SCHEMAS + model.__name__
    for more in model.__subclasses__():
        yield from _problems(more)


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def _name_problem(response: dict[str, Any], problems: set[str]) -> None:
    content = response.get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    if schema.get("$ref") in problems:
        content[MEDIA_TYPE] = content.pop("application/json")
