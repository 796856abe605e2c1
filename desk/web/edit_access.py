"""Who may change something in the browser, and signing in and out.

A token, the desk's or a user's, is exchanged for a cookie that scripts cannot read and that no form of another site
carries.  A page of another origin of the same site, such as another port of this machine, does not get through either:
the browser says where a form comes from.
"""

from __future__ import annotations

import hmac
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.reader_language import N_
from desk.users.user_list import find_user, user_of_token
from desk.users.user_names import MAX_NAME_CHARACTERS as MAX_USER_CHARACTERS
from desk.users.user_tokens import proof_of
from desk.web.paths import root_of
from desk.web.state import get_state
from desk.web.visitor import (
    COOKIE,
    MAX_NAME_CHARACTERS,
    NAME_COOKIE,
    USER_COOKIE,
    DeskVisitor,
    closed,
    desk_proof,
    may_sign_in,
    visitor_of,
)

COOKIE_SECONDS = 30 * 24 * 3600
MAX_FIELDS = 40
CLOSED = N_("Changes are off here: set web_token (WIREDESK_WEB_TOKEN), or make them on the command line.")
FOREIGN = N_("The form does not come from this desk.")
UNKNOWN = N_("Sign in first, or give the token of the setting web_token.")
WRONG = N_("The token is wrong. A user's token goes with the user's name.")
TAKEN = N_("There is a user of this name: give the user's own token, or another name.")
NO_FORM = N_("This is no form of the desk.")


def require_editor(request: Request) -> str:
    """Check that a form comes from this desk and from somebody who may edit, and return the name, empty if none.

    Raises:
        HTTPException: 403.
    """
    require_same_origin(request)
    require_open(request)
    found = visitor_of(request)
    if not found.may_edit:
        raise HTTPException(403, only_editors(found) if found.is_signed_in else UNKNOWN)
    return found.name


def only_editors(found: DeskVisitor) -> str:
    """Return the message for a reader who sends what only editors may."""
    return f"{found.name} is a reader of this desk: only an editor may do this."


def require_name(request: Request) -> DeskVisitor:
    """Check that a form comes from this desk and from somebody whose name it knows.

    Raises:
        HTTPException: 403.
    """
    require_same_origin(request)
    if not (found := visitor_of(request)).name:
        raise HTTPException(403, UNKNOWN if may_sign_in(request) else CLOSED)
    return found


def require_open(request: Request) -> None:
    """Check that changes are possible.

    Raises:
        HTTPException: 403.
    """
    if not may_sign_in(request):
        raise HTTPException(403, CLOSED)


def require_same_origin(request: Request) -> None:
    """Check that the browser sends a form, or a script's request, of this desk.

    Raises:
        HTTPException: 403.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        is_ours = site == "same-origin"
    else:  # a browser from before 2023 sends the origin alone
        is_ours = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if not is_ours:
        raise HTTPException(403, FOREIGN)


def let_in(request: Request, response: Response, token: str, name: str) -> None:
    """Set the cookies of an editor, or of a user.

    Raises:
        HTTPException: 403, the token is wrong.
    """
    state = get_state(request)
    wanted = state.settings.web_token.get_secret_value().encode() if state.settings.web_token else None
    is_desk = wanted is not None and hmac.compare_digest(token.strip().encode("utf-8", "replace"), wanted)
    with state.store.read() as connection:
        user = None if is_desk else user_of_token(connection, name[:MAX_USER_CHARACTERS], token)
        is_taken = is_desk and find_user(connection, name[:MAX_USER_CHARACTERS]) is not None
    if is_taken:
        raise HTTPException(403, TAKEN)
    if is_desk:
        _set(request, response, COOKIE, desk_proof(state.settings).decode())
        _set(request, response, NAME_COOKIE, " ".join(name.split())[:MAX_NAME_CHARACTERS].encode().hex())
        _delete(request, response, USER_COOKIE)
        return
    if user is None:
        raise HTTPException(403, WRONG)
    if user.closed:
        raise HTTPException(403, closed(user))
    # lax, so that a link in a chat or a mail shows the reader's stars; forms are checked by require_same_origin
    _set(request, response, USER_COOKIE, proof_of(token), "lax")
    _delete(request, response, COOKIE)


def let_out(request: Request, response: Response) -> None:
    """Delete the cookies of an editor and of a user."""
    _delete(request, response, COOKIE)
    _delete(request, response, USER_COOKIE)


async def form_fields(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent; NUL characters, which no database stores, become U+FFFD.

    Raises:
        HTTPException: 400, it is no form.
    """
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="replace")
    except ValueError:
        raise HTTPException(400, NO_FORM) from None
    return {name: value.replace("\0", "\ufffd") for name, value in pairs}


def _set(
    request: Request, response: Response, name: str, value: str, samesite: Literal["lax", "strict"] = "strict"
) -> None:
    is_secure = request.url.scheme == "https" or request.headers.get("origin", "").startswith("https:")
    response.set_cookie(
        name, value, max_age=COOKIE_SECONDS, path=root_of(request) or "/", httponly=True, samesite=samesite,
        secure=is_secure,
    )  # fmt: skip


def _delete(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(name, path=root_of(request) or "/", httponly=True, samesite="strict")
