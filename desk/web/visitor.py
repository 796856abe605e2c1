"""Who sends a request: a user who signed in, the login of a proxy, an editor with the desk's token, or nobody known."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request

from desk.reader_language import N_
from desk.users.local_user import local_name
from desk.users.user_list import User, UserRole, find_user, has_users, user_of_proof
from desk.users.user_names import name_key
from desk.web.host_names import LOOPBACK, host_name
from desk.web.proxy_login import is_direct, proxy_name
from desk.web.state import get_state
from wiredesk.settings import Settings

USER_COOKIE = "wiredesk_user"
"""Cookie with the proof of a user's token."""
COOKIE = "wiredesk_edit"
"""Cookie with the proof of the desk's token."""
NAME_COOKIE = "wiredesk_by"
"""Cookie with the name that an editor gave with the desk's token, in hexadecimal digits."""
MAX_NAME_CHARACTERS = 200
UNAUTHORIZED = {"WWW-Authenticate": 'Bearer realm="wiredesk"'}
"""Headers of an answer 401."""
MISSING = N_("A bearer token is required.")


@dataclass(frozen=True, slots=True)
class DeskVisitor:
    """Who sends a request, as far as the desk knows."""

    name: str = ""
    """Empty: not known; then nothing can be starred or noted."""
    is_signed_in: bool = False
    """Whether a user's token or a proxy proves the name."""
    may_edit: bool = False
    by_proxy: bool = False

    @property
    def key(self) -> str:
        """What the reader's stars and reads are kept under; empty: nobody's."""
        return name_key(self.name) if self.name else ""


NOBODY = DeskVisitor()


def visitor_of(request: Request) -> DeskVisitor:
    """Return who sends a request; the answer is found once for each request.

    Raises:
        HTTPException: 403 or 400, the header with the name of a proxy's login is forged, closed or invalid.
    """
    known: DeskVisitor | None = getattr(request.state, "visitor", None)
    if known is None:
        request.state.visitor = NOBODY  # the page of an error asks again
        request.state.visitor = known = _found(request, get_state(request).settings)
    return known


def known_visitor(request: Request) -> DeskVisitor:
    """Return who sends a request if that was found already; raises nothing."""
    known: DeskVisitor | None = getattr(request.state, "visitor", None)
    return known or NOBODY


def may_sign_in(request: Request) -> bool:
    """Return whether anybody could make changes in the browser: there is a token of the desk, a user, or a login."""
    state = get_state(request)
    if state.settings.web_token is not None or state.settings.web_user_header:
        return True
    with state.store.read() as connection:
        return has_users(connection)


def visitor_of_user(user: User) -> DeskVisitor:
    """Return a user who has proved who he is."""
    return DeskVisitor(user.name, is_signed_in=True, may_edit=user.role is UserRole.EDITOR)


def desk_proof(settings: Settings) -> bytes:
    """Return what the cookie holds: it proves that its owner knew the desk's token, and does not tell it."""
    token = settings.web_token.get_secret_value() if settings.web_token else ""
    return hmac.new(token.encode(), b"wiredesk edit", "sha256").hexdigest().encode()


def has_desk_token(request: Request, settings: Settings) -> bool:
    """Return whether the request comes from a browser whose user has given the desk's token."""
    given = request.cookies.get(COOKIE, "").encode("utf-8", "replace")
    return settings.web_token is not None and hmac.compare_digest(given, desk_proof(settings))


def _found(request: Request, settings: Settings) -> DeskVisitor:
    found = _by_proxy(request, settings) or _by_cookie(request) or NOBODY
    if has_desk_token(request, settings):
        return replace(found, name=found.name or given_name(request), may_edit=True)
    return found if found.name else _local(request, settings)


def _by_proxy(request: Request, settings: Settings) -> DeskVisitor | None:
    if not (name := proxy_name(request, settings)):
        return None
    with get_state(request).store.read() as connection:
        user = find_user(connection, name)
    if user is None:
        return DeskVisitor(name, is_signed_in=True, by_proxy=True)
    if user.closed:
        raise HTTPException(403, closed(user))
    return replace(visitor_of_user(user), by_proxy=True)


def _by_cookie(request: Request) -> DeskVisitor | None:
    if not (proof := request.cookies.get(USER_COOKIE, "")):
        return None
    with get_state(request).store.read() as connection:
        user = user_of_proof(connection, proof)
    return visitor_of_user(user) if user and not user.closed else None


def _local(request: Request, settings: Settings) -> DeskVisitor:
    """Return the user of this machine, where nobody else could be meant: no token, no user, no proxy, loopback."""
    is_here = settings.web_host in LOOPBACK and host_name(request.headers.get("host", "")) in LOOPBACK
    if not is_here or not is_direct(request) or may_sign_in(request):
        return NOBODY
    return DeskVisitor(local_name())


def given_name(request: Request) -> str:
    """Return the name that an editor gave with the desk's token, then or earlier; empty if none."""
    try:
        text = bytes.fromhex(request.cookies.get(NAME_COOKIE, "")).decode("utf-8", "replace")
    except ValueError:
        return ""
    return " ".join(text.split())[:MAX_NAME_CHARACTERS]


def closed(user: User) -> str:
    """Return the message for a user who is closed."""
    return f"The user {user.name} is closed."
