"""The optional bearer token of the API and the metrics (setting ``web_token``)."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer
from starlette.requests import Request

from wiredesk.settings import Settings

HEADERS = {"WWW-Authenticate": 'Bearer realm="wiredesk"'}


def is_authorized(request: Request, settings: Settings) -> bool:
    """Return whether no token is required, or the request carries the right one."""
    if settings.web_token is None:
        return True
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    wanted = settings.web_token.get_secret_value().encode()
    return scheme.lower() == "bearer" and compare_digest(given.strip().encode("utf-8", "replace"), wanted)


def require_token(request: Request, settings: Settings) -> None:
    """Check the token.

    Raises:
        HTTPException: 401, the token is missing or wrong.
    """
    if not is_authorized(request, settings):
        raise HTTPException(401, "A bearer token is required.", HEADERS)


def token_guard(settings: Settings) -> list[Any]:
    """Return the dependencies of guarded endpoints; they also describe the token in OpenAPI.  Empty without a token."""
    if settings.web_token is None:
        return []
    scheme = HTTPBearer(auto_error=False, description="the setting web_token")

    def check(request: Request, _credentials: object = Depends(scheme)) -> None:
        require_token(request, settings)

    return [Depends(check)]
