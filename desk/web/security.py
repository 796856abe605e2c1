"""What every answer of the web desk carries, and what is refused before any page sees it."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
LONGEST = 4096
"""Bytes of a URL's path and query together."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Security:
    """Refuses foreign hosts, oversized URLs and bodies; adds the headers to everything."""

    def __init__(self, app: ASGIApp, hosts: Collection[str], prefix: str = "") -> None:
        self._app, self._hosts, self._prefix = app, {host.casefold() for host in hosts}, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        refused = self._refused(scope)
        scope = without_nul(scope)
        if self._prefix:
            scope = under(scope, self._prefix)
        if refused:
            await PlainTextResponse(refused[1] + "\n", refused[0])(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if "*" not in self._hosts and host_name(headers.get("host", "")) not in self._hosts:
            return 400, "This desk is not served under that name; see the setting web_hosts."
        query = scope.get("query_string", b"")
        if len(scope.get("raw_path") or b"") + len(query) > LONGEST:
            return 414, f"The address is longer than {LONGEST} bytes."
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return 413, "The desk takes no content."
        return None


def without_nul(scope: Scope) -> Scope:
    """The request with a replacement character for each NUL, which PostgreSQL's text cannot hold."""
    query = scope.get("query_string", b"").replace(b"%00", b"%EF%BF%BD").replace(b"\0", b"%EF%BF%BD")
    return dict(scope) | {"path": scope["path"].replace("\0", "\ufffd"), "query_string": query}


def under(scope: Scope, prefix: str) -> Scope:
    """The request as one under the prefix, whether the proxy before the desk took the prefix away or not."""
    path = scope["path"]
    whole = path if path == prefix or path.startswith(prefix + "/") else prefix + path
    return dict(scope) | {"root_path": prefix, "path": whole}


def host_name(header: str) -> str:
    """The host without its port; an IPv6 address without its brackets."""
    header = header.strip().casefold()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.rpartition(":")[0] if header.count(":") == 1 else header
