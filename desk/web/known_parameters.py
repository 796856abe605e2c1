"""Parameters of a request that its page or endpoint does not know are refused: a misspelt filter must not show all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.requests import Request

from desk.queries.query_syntax import BadQuery

MAX_NAME_CHARACTERS = 40
LEAST_LIKENESS = 0.6
"""How like a known name an unknown one must be to be taken for it, from 0 to 1."""


class Takes:
    """A dependency of a page: the request has no other parameters than these."""

    def __init__(self, *names: str | type[BaseModel]) -> None:
        """Take names, and models whose fields are names."""
        self.names = frozenset(
            name for one in names for name in ([one] if isinstance(one, str) else list(one.model_fields))
        )

    def __call__(self, request: Request) -> None:
        """Refuse a request with other parameters.

        Raises:
            BadQuery: the first unknown one, with the known name that is nearest.
        """
        refuse_unknown(list(request.query_params), self.names)


def only_declared(request: Request) -> None:
    """Refuse a request to an endpoint with parameters that the endpoint does not declare; errors as for pages."""
    route = request.scope.get("route")
    if isinstance(route, APIRoute):
        refuse_unknown(list(request.query_params), declared_names(route))


def refuse_unknown(given: Collection[str], known: Collection[str]) -> None:
    """Check the names of parameters.

    Raises:
        BadQuery: the first unknown one, with the known name that is nearest, else with all of them.
    """
    for name in given:
        if name not in known:
            raise BadQuery(name[:MAX_NAME_CHARACTERS], "unknown parameter", _hint(name, known))


def _hint(name: str, known: Collection[str]) -> str:
    if not known:
        return "there are no parameters here"
    nearest = get_close_matches(name.lower()[:MAX_NAME_CHARACTERS], sorted(known), 1, LEAST_LIKENESS)
    return f"did you mean {nearest[0]}?" if nearest else f"one of {', '.join(sorted(known))}"


def declared_names(route: APIRoute) -> frozenset[str]:
    """Return the names of the parameters that an endpoint and its dependencies declare."""
    extra = (route.openapi_extra or {}).get("parameters", [])
    described = {one["name"] for one in extra if one.get("in") == "query"}
    return frozenset(described | set(_names(route.dependant)))


def _names(dependant: Dependant) -> Iterator[str]:
    for parameter in dependant.query_params:
        model: Any = parameter.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (field.alias or name for name, field in model.model_fields.items())
        else:
            yield parameter.alias
    for part in dependant.dependencies:
        yield from _names(part)
