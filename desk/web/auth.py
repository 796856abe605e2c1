"""The optional bearer token of the API and the metrics."""

from __future__ import annotations

from hmac import compare_digest

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from wiredesk.settings import Settings

HEADERS = {"WWW-Authenticate": 'Bearer realm="wiredesk"'}


def admitted(request: Request, settings: Settings) -> bool:
    """Whether no token is asked for, or the right one is given."""
    if settings.web_token is None:
        return True
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    wanted = settings.web_token.get_secret_value().encode()
    return scheme.lower() == "bearer" and compare_digest(given.strip().encode("utf-8", "replace"), wanted)


def refused(request: Request, settings: Settings) -> Response | None:
    """The answer to a request without the token; None where it is admitted."""
    if admitted(request, settings):
        return None
    return PlainTextResponse("This needs the bearer token.\n", 401, HEADERS)
