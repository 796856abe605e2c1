"""Errors of the API as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


def problem(
    request: Request,
    status: int,
    title: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Return an error.

    ``type`` is ``about:blank``: the status says it all.  ``error`` is the title under its name of earlier releases.

    Args:
        errors: what is wrong with single values, each with ``detail`` and ``parameter`` or ``pointer`` (RFC 6901).
        more: further members of the document.
    """
    document: dict[str, Any] = {
        "type": "about:blank", "title": title, "status": status, "detail": detail, "instance": instance(request),
        "error": title,
    }  # fmt: skip
    if errors:
        document["errors"] = list(errors)
    return Response(orjson.dumps(document | more), status, dict(headers or {}), media_type=MEDIA_TYPE)


def instance(request: Request) -> str:
    """Return the path of a request, which says where it went wrong."""
    return quote(str(request.scope["path"]), safe="/:@,;=~!$&'()*+")


def pointer(path: Iterable[object]) -> str:
    """Return the JSON pointer (RFC 6901) of a value."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
