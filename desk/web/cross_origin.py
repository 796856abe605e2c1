"""Cross-origin requests (CORS): scripts of the origins that the setting ``web_origins`` names may use the API."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = "GET, HEAD, POST, PATCH, DELETE"
REQUEST_HEADERS = "Authorization, Content-Type, If-None-Match, Last-Event-ID"
"""What a script may send besides what every script may."""
EXPOSED = "ETag, Link, Retry-After, X-Total-Count, Content-Disposition"
"""What a script may read besides what every script may."""
MAX_AGE_SECONDS = 600
"""Seconds for which a browser keeps the answer to a preflight."""
ANY = "*"


def is_allowed(origins: Collection[str], origin: str | None) -> bool:
    """Return whether a request of this origin may use the API."""
    return origin is not None and (ANY in origins or origin.casefold().rstrip("/") in origins)


def folded(origins: Collection[str]) -> frozenset[str]:
    """Return origins as they are compared."""
    return frozenset(one.casefold().rstrip("/") for one in origins)


class CrossOrigin:
    """ASGI middleware that answers preflights and lets the named origins read the API.  Cookies never count there.

    Args:
        origins: such as ``https://cms.example.org``; ``*`` for any.  Empty: nothing is done.
        prefix: path under which a proxy serves the desk.
    """

    def __init__(self, app: ASGIApp, origins: Collection[str] = (), prefix: str = "") -> None:
        self._app, self._origins, self._prefix = app, folded(origins), prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._origins or not self._is_api(scope):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        allowed = is_allowed(self._origins, origin)

        async def send_allowed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._allow(MutableHeaders(raw=message["headers"]), origin if allowed else None)
            await send(message)

        if scope["method"] == "OPTIONS" and origin and "access-control-request-method" in headers:
            await _preflight(allowed)(scope, receive, send_allowed)
        else:
            await self._app(scope, receive, send_allowed)

    def _is_api(self, scope: Scope) -> bool:
        path = str(scope["path"]).removeprefix(self._prefix)
        return path == "/api" or path.startswith("/api/")

    def _allow(self, headers: MutableHeaders, origin: str | None) -> None:
        if ANY not in self._origins:
            headers.add_vary_header("Origin")
        if origin is not None:
            headers["Access-Control-Allow-Origin"] = ANY if ANY in self._origins else origin
            headers["Access-Control-Expose-Headers"] = EXPOSED
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"


def _preflight(allowed: bool) -> Response:
    if not allowed:
        return Response(status_code=403)
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": REQUEST_HEADERS,
            "Access-Control-Max-Age": str(MAX_AGE_SECONDS),
        },
    )
