"""Paths of the web desk's pages."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from starlette.requests import Request

from desk.queries.entity_search import EntityPage


def root_of(request: Request) -> str:
    """Return the path prefix under which the desk is served, without a slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def story_path(id: str, version: int | None = None, **query: object) -> str:
    """Return the path of a story's page without the prefix; with ``version``, the permanent path of that version."""
    given: Mapping[str, object] = ({"version": version} if version else {}) | query
    return "/story/" + quote(id, safe=":@,;=") + ("?" + urlencode(given) if given else "")


def name_path(type: str, key: str) -> str:
    """Return the path of an entity's page without the prefix."""
    return f"/{EntityPage.of(type).value}/{quote(key, safe='')}"
