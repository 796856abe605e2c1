"""406 where a reader asks for a media type that an address does not have (RFC 9110, section 12.5.1).

It is about pages and JSON: an address with a suffix, and one with a format, names the type of its file itself.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.web.errors import error_answer

MEDIA_TYPES = ("text/html", "application/json")
"""Answers that must be acceptable."""
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")
"""Addresses of probes, which read the status, whatever their tool asks for."""


class AcceptableAnswers:
    """ASGI middleware that answers 406 instead of a page or JSON that the reader does not accept."""

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        self._app = app
        self._untouched = {prefix + path for path in FOR_MACHINES}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        accept = Headers(scope=scope).get("accept", "") if is_read else ""
        if not accept.strip() or "*/*" in accept or scope["path"] in self._untouched:
            await self._app(scope, receive, send)
            return
        refused = False

        async def send_acceptable(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and (type := _wrong_type(message, accept)):
                refused = True
                detail = f'This address has {type}, which the header Accept "{accept[:80]}" does not name.'
                await error_answer(Request(scope, receive), 406, detail)(scope, receive, send)
            elif not refused:
                await send(message)

        await self._app(scope, receive, send_acceptable)


def _wrong_type(start: Message, accept: str) -> str:
    """Return the media type of an answer that the reader does not accept; else an empty string."""
    headers = Headers(raw=start["headers"])
    type = headers.get("content-type", "").partition(";")[0]
    if start["status"] != 200 or type not in MEDIA_TYPES or "content-disposition" in headers:
        return ""
    return "" if accepts(accept, type) else type


def accepts(accept: str, media_type: str) -> bool:
    """Return whether a header ``Accept`` allows a media type: the range that names it most closely decides.

    A header without any range that can be read allows every type.
    """
    main = media_type.partition("/")[0]
    ranks = {"*/*": 0, f"{main}/*": 1, media_type: 2}
    best, quality, is_read = -1, 0.0, False
    for name, given in qualities(accept):
        is_read = is_read or "/" in name
        if (rank := ranks.get(name, -1)) > best:
            best, quality = rank, given
    return quality > 0 or not is_read


def qualities(header: str) -> list[tuple[str, float]]:
    """Return the names in a header such as ``Accept``, in small letters, each with its quality (RFC 9110, 12.4.2)."""
    parts = ([one.strip() for one in part.split(";")] for part in header.lower().split(","))
    return [(name, _quality(parameters)) for name, *parameters in parts]


def _quality(parameters: list[str]) -> float:
    given = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return float(given)
    except ValueError:
        return 1.0
