"""Answers with a page of a list: they link to the first page and to those around it (RFC 8288)."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ListAnswer(Response):
    """A JSON answer whose ``next`` is the cursor of the following page.

    Args:
        value: the document; a whole number as ``total`` is told in ``X-Total-Count`` as well.
        previous: the cursor of the page before, empty for the first one; None if there is none, or it is unknown.
    """

    media_type = "application/json"

    def __init__(self, value: dict[str, Any], previous: str | None = None) -> None:
        super().__init__(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS))
        following = value.get("next")
        self.cursor = following if isinstance(following, str) else None
        self.previous = previous
        total = value.get("total")
        if isinstance(total, int):
            self.headers["X-Total-Count"] = str(total)


class LinkedRoute(APIRoute):
    """A route that links the pages of its lists."""

    def get_route_handler(self) -> Handler:
        """Return a handler that adds the links."""
        handle = super().get_route_handler()

        async def linked(request: Request) -> Response:
            answer = await handle(request)
            if isinstance(answer, ListAnswer):
                links = page_links(request, answer.cursor, answer.previous)
                if links:
                    answer.headers["Link"] = links
            return answer

        return linked


def page_links(request: Request, following: str | None, previous: str | None = None) -> str:
    """Return the value of ``Link``: ``first`` on a later page, ``prev`` and ``next`` where there are such pages.

    The addresses are those of this request with another cursor, relative to the host, as a proxy may change that.
    """
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    links = []
    if request.query_params.get("cursor"):
        links.append(f'<{_address(request, given)}>; rel="first"')
    if previous is not None:
        before = [("cursor", previous)] if previous else []
        links.append(f'<{_address(request, [*given, *before])}>; rel="prev"')
    if following is not None:
        links.append(f'<{_address(request, [*given, ("cursor", following)])}>; rel="next"')
    return ", ".join(links)


def _address(request: Request, query: list[tuple[str, str]]) -> str:
    path = request.url.path
    return f"{path}?{urlencode(query)}" if query else path
