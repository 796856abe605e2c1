"""Who may change something in the browser: whoever has given the token of the setting ``web_token``.

The token is exchanged for a cookie that scripts cannot read and that no other site's request carries.  A page of
another origin of the same site, such as another port of this machine, does not get through either: the browser says
where a form comes from.
"""

from __future__ import annotations

import hmac
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.web.paths import root_of
from wiredesk.settings import Settings

COOKIE = "wiredesk_edit"
NAME_COOKIE = "wiredesk_by"
COOKIE_SECONDS = 30 * 24 * 3600
MAX_FIELDS = 40
MAX_NAME_CHARACTERS = 200
CLOSED = "Changes are off here: set web_token (WIREDESK_WEB_TOKEN), or make them on the command line."
FOREIGN = "The form does not come from this desk."
UNKNOWN = "Give the token of the setting web_token first."
WRONG = "The token is wrong."


def may_edit(request: Request, settings: Settings) -> bool:
    """Return whether the request comes from somebody who has given the token."""
    given = request.cookies.get(COOKIE, "")
    return settings.web_token is not None and hmac.compare_digest(given.encode("utf-8", "replace"), _proof(settings))


def editor(request: Request) -> str:
    """Return the name that the editor gave; empty if none."""
    return " ".join(_decoded(request.cookies.get(NAME_COOKIE, "")).split())[:MAX_NAME_CHARACTERS]


def require_editor(request: Request, settings: Settings) -> None:
    """Check that a form comes from this desk and from somebody who has given the token.

    Raises:
        HTTPException: 403.
    """
    require_same_origin(request, settings)
    if not may_edit(request, settings):
        raise HTTPException(403, UNKNOWN)


def require_same_origin(request: Request, settings: Settings) -> None:
    """Check that changes are possible, and that the browser sends a form of this desk.

    Raises:
        HTTPException: 403.
    """
    if settings.web_token is None:
        raise HTTPException(403, CLOSED)
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        is_ours = site == "same-origin"
    else:  # a browser from before 2023 sends the origin alone
        is_ours = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if not is_ours:
        raise HTTPException(403, FOREIGN)


def let_in(request: Request, response: Response, settings: Settings, token: str, name: str) -> None:
    """Set the cookies of an editor.

    Raises:
        HTTPException: 403, the token is wrong.
    """
    assert settings.web_token is not None  # require_same_origin has checked it
    wanted = settings.web_token.get_secret_value().encode()
    if not hmac.compare_digest(token.strip().encode("utf-8", "replace"), wanted):
        raise HTTPException(403, WRONG)
    _set(request, response, COOKIE, _proof(settings).decode())
    _set(request, response, NAME_COOKIE, " ".join(name.split())[:MAX_NAME_CHARACTERS].encode().hex())


def let_out(request: Request, response: Response) -> None:
    """Delete the cookie of an editor."""
    response.delete_cookie(COOKIE, path=root_of(request) or "/", httponly=True, samesite="strict")


async def form_fields(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent; NUL characters, which no database stores, become U+FFFD.

    Raises:
        HTTPException: 400, it is no form.
    """
    body = (await request.body()).decode("utf-8", "replace")
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="replace")
    except ValueError:
        raise HTTPException(400, "This is no form of the desk.") from None
    return {name: value.replace("\0", "\ufffd") for name, value in pairs}


def _proof(settings: Settings) -> bytes:
    """Return what the cookie holds: it proves that its owner knew the token, and does not tell it."""
    token = settings.web_token.get_secret_value() if settings.web_token else ""
    return hmac.new(token.encode(), b"wiredesk edit", "sha256").hexdigest().encode()


def _set(request: Request, response: Response, name: str, value: str) -> None:
    is_secure = request.url.scheme == "https" or request.headers.get("origin", "").startswith("https:")
    response.set_cookie(
        name, value, max_age=COOKIE_SECONDS, path=root_of(request) or "/", httponly=True, samesite="strict",
        secure=is_secure,
    )  # fmt: skip


def _decoded(text: str) -> str:
    try:
        return bytes.fromhex(text).decode("utf-8", "replace")
    except ValueError:
        return ""
