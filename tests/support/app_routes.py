"""The endpoints of an application, with those of the routers that it includes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fastapi import FastAPI, routing
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute


def all_routes(app: FastAPI) -> list[tuple[str, APIRoute]]:
    """Return path and route of each endpoint."""
    found = list(_routes(app.routes, ""))
    assert len(found) > 100, "FastAPI keeps included routers in another way"
    return found


def reaches(path: str, address: str) -> bool:
    """Return whether an address leads to an endpoint with this path."""
    pattern, _, _ = routing.compile_path(path)
    return bool(re.match(pattern, address.partition("?")[0].replace("%20", " ")))


def _routes(routes: Iterable[BaseRoute], prefix: str) -> Iterator[tuple[str, APIRoute]]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield prefix + route.path, route
        elif isinstance(route, routing._IncludedRouter):  # an application does not copy their routes
            yield from _routes(route.original_router.routes, prefix + route.include_context.prefix)
