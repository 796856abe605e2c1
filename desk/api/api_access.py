"""Who may change something through the API, and under which name."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from desk.users.user_names import name_key
from desk.web.edit_access import only_editors, require_open, require_same_origin
from desk.web.visitor import MISSING, UNAUTHORIZED, DeskVisitor, visitor_of

NAMELESS = "Stars and notes belong to a user: send a user's token (wiredesk users add)."
DEFAULT_BY = "api"
"""Name of a program that gives none."""


def api_editor(request: Request, by: str) -> str:
    """Check that whoever sends a request to the API may edit, and return the name under which he does.

    Args:
        by: the name that the request gives.

    Raises:
        HTTPException: 403, changes are off, the user is a reader, or the name is another's; 401, there is no token.
    """
    require_open(request)
    _require_our_page(request)
    found = visitor_of(request)
    if found.may_edit:
        return api_name(found, by) or DEFAULT_BY
    if found.is_signed_in:
        raise HTTPException(403, only_editors(found))
    raise HTTPException(401, MISSING, UNAUTHORIZED)


def api_reader(request: Request) -> DeskVisitor:
    """Check that the desk knows the name of whoever sends a change to the API, and return him.

    Raises:
        HTTPException: 403, it does not.
    """
    _require_our_page(request)
    if not (found := visitor_of(request)).name:
        raise HTTPException(403, NAMELESS)
    return found


def api_name(found: DeskVisitor, by: str) -> str:
    """Return the name under which a change is made: a user's own, else the given one, empty if none.

    Raises:
        HTTPException: 403, a user gives the name of another.
    """
    given = " ".join(by.split())
    if not found.is_signed_in:
        return given
    if given and name_key(given) != found.key:
        raise HTTPException(403, f"by: changes of a user carry the user's own name, {found.name}: leave it out.")
    return found.name


def _require_our_page(request: Request) -> None:
    """Check that a change without a token comes from a page of this desk: a browser adds cookies and logins alone."""
    if not getattr(request.state, "has_bearer", False):
        require_same_origin(request)
