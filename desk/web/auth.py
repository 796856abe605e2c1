"""The bearer tokens of the API: that of the desk (setting ``web_token``), which the metrics take too, and of users."""

from __future__ import annotations

from dataclasses import replace
from hmac import compare_digest
from typing import Any

from fastapi import Depends, HTTPException
from fastapi.security import HTTPBearer
from starlette.requests import Request

from desk.users.user_list import has_users, user_of_proof
from desk.users.user_tokens import proof_of
from desk.web.state import get_state
from desk.web.visitor import MISSING, UNAUTHORIZED, closed, visitor_of, visitor_of_user
from wiredesk.settings import Settings

WRONG = "The bearer token is wrong."


def has_desk_bearer(request: Request, settings: Settings) -> bool:
    """Return whether the request carries the desk's token."""
    if settings.web_token is None:
        return False
    wanted = settings.web_token.get_secret_value().encode()
    return compare_digest(_bearer(request).encode("utf-8", "replace"), wanted)


def require_token(request: Request, settings: Settings) -> None:
    """Check that the request carries the desk's token, if there is one.

    Raises:
        HTTPException: 401, the token is missing or wrong.
    """
    if settings.web_token is not None and not has_desk_bearer(request, settings):
        raise HTTPException(401, MISSING, UNAUTHORIZED)


def admit(request: Request) -> None:
    """Check who sends a request to the API, and note it for :func:`desk.web.visitor.visitor_of`.

    The desk's token may do everything, a user's what his role allows.  Without a token a signed-in browser may read,
    and everybody where the desk has no token.

    Raises:
        HTTPException: 401, the token is missing or wrong, or its user is closed.
    """
    state = get_state(request)
    if has_desk_bearer(request, state.settings):
        request.state.visitor = replace(visitor_of(request), may_edit=True)
        request.state.has_bearer = True
        return
    if token := _bearer(request):
        with state.store.read() as connection:
            user = user_of_proof(connection, proof_of(token))
            is_ignored = state.settings.web_token is None and not user and not has_users(connection)
        if user and user.closed:
            raise HTTPException(401, closed(user), UNAUTHORIZED)
        if user:
            request.state.visitor = visitor_of_user(user)
            request.state.has_bearer = True
            return
        if not is_ignored:
            raise HTTPException(401, MISSING if state.settings.web_token else WRONG, UNAUTHORIZED)
    found = visitor_of(request)
    if state.settings.web_token is not None and not found.is_signed_in:
        raise HTTPException(401, MISSING, UNAUTHORIZED)


def token_guard(settings: Settings) -> list[Any]:
    """Return the dependencies of guarded endpoints; with a token of the desk they also describe it in OpenAPI."""
    if settings.web_token is None:
        return [Depends(admit)]
    scheme = HTTPBearer(auto_error=False, description="the setting web_token, or the token of a user")

    def check(request: Request, _credentials: object = Depends(scheme)) -> None:
        admit(request)

    return [Depends(check)]


def _bearer(request: Request) -> str:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""
