"""Security headers on every answer, and requests that are rejected before any page handles them."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.api.problem import problem
from desk.web.host_names import host_name
from desk.web.request_body import with_whole_body

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
MAX_URL_BYTES = 4096
"""Longest path and query of a URL together."""
MAX_BODY_BYTES = 100_000
"""Longest body of a change: a split of a thing by a thousand stories."""
WITH_BODY = (
    "/api/things/", "/api/corrections", "/api/sources", "/api/stars", "/api/reads", "/api/notes", "/edit/", "/language",
)  # fmt: skip
"""Beginnings of the paths that take a body."""
WITH_STORY = "/api/extract"
"""The path that takes a story."""
WITH_LIST = "/edit/sources"
"""The path that takes a list of feeds."""
MAX_LIST_BYTES = 2_000_000
"""Longest list: some thousand feeds."""
MAX_STORIES = 16
"""Stories longer than :data:`MAX_BODY_BYTES` that are received or extracted at once: each is held in memory."""
NO_BODY = "The desk accepts no request body."
TITLES = {400: "Invalid request", 408: "Too slow", 411: "Length required", 413: "Too large", 414: "Address too long",
          429: "Too many requests"}  # fmt: skip


class Security:
    """ASGI middleware that rejects unknown hosts, long URLs and request bodies, and adds the headers to every answer.

    Args:
        hosts: names under which the desk is served; ``*`` accepts every name.
        prefix: path under which a proxy serves the desk.
        story_bytes: longest body of a story.
    """

    def __init__(
        self, app: ASGIApp, hosts: Collection[str], prefix: str = "", story_bytes: int = MAX_BODY_BYTES
    ) -> None:
        self._app, self._hosts, self._prefix = app, {host.casefold() for host in hosts}, prefix
        self._story_bytes, self._stories = story_bytes, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        rejection = self._rejection(scope)
        scope = without_nul(scope)
        if self._prefix:
            scope = with_prefix(scope, self._prefix)
        if rejection:
            await self._answer(scope, *rejection)(scope, receive, send_with_headers)
        elif not self._most_bytes(scope):
            await self._app(scope, receive, send_with_headers)
        elif int(Headers(scope=scope).get("content-length", "0")) <= MAX_BODY_BYTES:
            await self._with_body(scope, receive, send_with_headers)
        elif self._stories >= MAX_STORIES:
            await self._answer(scope, 429, "Too many long stories are being sent.")(scope, receive, send_with_headers)
        else:
            self._stories += 1
            try:
                await self._with_body(scope, receive, send_with_headers)
            finally:
                self._stories -= 1

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = await with_whole_body(receive)
        if whole is None:
            await self._answer(scope, 408, "The body did not arrive in time.")(scope, receive, send)
        else:
            await self._app(scope, whole, send)

    def _rejection(self, scope: Scope) -> tuple[int, str] | None:
        """Return status and text for a request that is rejected; None for one that may pass."""
        headers = Headers(scope=scope)
        if "*" not in self._hosts and host_name(headers.get("host", "")) not in self._hosts:
            return 400, "The desk is not served under this host name; see the setting web_hosts."
        query = scope.get("query_string", b"")
        if len(scope.get("raw_path") or b"") + len(query) > MAX_URL_BYTES:
            return 414, f"The address is longer than {MAX_URL_BYTES} bytes."
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers:
            return (411, "Send a Content-Length.") if self._most_bytes(scope) else (413, NO_BODY)
        if length != "0" and not self._most_bytes(scope):
            return 413, NO_BODY
        most = self._most_bytes(scope)
        if not (length.isascii() and length.isdecimal() and len(length) < 10 and int(length) <= most):
            return 413, f"The body is longer than {most} bytes."
        return None

    def _most_bytes(self, scope: Scope) -> int:
        """Return the longest body that a request may have; 0 for none."""
        path = str(scope["path"]).removeprefix(self._prefix)
        if scope["method"] not in ("POST", "PATCH"):
            return 0
        if path == WITH_STORY:
            return self._story_bytes
        if path == WITH_LIST:
            return MAX_LIST_BYTES
        return MAX_BODY_BYTES if path.startswith(WITH_BODY) else 0

    def _answer(self, scope: Scope, status: int, detail: str) -> Response:
        if str(scope["path"]).removeprefix(self._prefix).startswith("/api"):
            return problem(Request(scope), status, TITLES[status], detail)
        return PlainTextResponse(detail + "\n", status)


def without_nul(scope: Scope) -> Scope:
    """Return the request with each NUL replaced by U+FFFD, because PostgreSQL's text cannot hold a NUL."""
    query = scope.get("query_string", b"").replace(b"%00", b"%EF%BF%BD").replace(b"\0", b"%EF%BF%BD")
    return dict(scope) | {"path": scope["path"].replace("\0", "\ufffd"), "query_string": query}


def with_prefix(scope: Scope, prefix: str) -> Scope:
    """Return the request with the prefix in its path, whether the proxy removed it or not."""
    path = scope["path"]
    if path != prefix and not path.startswith(prefix + "/"):
        path = prefix + path
    return dict(scope) | {"root_path": prefix, "path": path}
