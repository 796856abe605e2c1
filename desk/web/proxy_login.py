"""The name of a reader who signed in at the proxy before the desk: settings ``web_user_header`` and ``web_proxies``."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from desk.users.user_names import BadUser, clean_name
from desk.web.host_names import LOOPBACK
from wiredesk.settings import Settings

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""Headers that a proxy adds, and a browser of this machine never sends."""


def proxy_name(request: Request, settings: Settings) -> str:
    """Return the name that the proxy gives; empty where the setting is off or the proxy gives none.

    Raises:
        HTTPException: 403, the header does not come from the proxy; 400, it comes twice, or is no name.
    """
    if not settings.web_user_header:
        return ""
    given = [value for value in request.headers.getlist(settings.web_user_header) if value.strip()]
    if not given:
        return ""
    sender = request.client.host if request.client else ""
    if not is_among(sender, settings.web_proxies):
        raise HTTPException(
            403, f"The header {settings.web_user_header} comes from {sender or 'nowhere'}, which is not in web_proxies."
        )
    if len(given) > 1:
        raise HTTPException(400, f"The header {settings.web_user_header} comes twice: the proxy must replace it.")
    try:
        return clean_name(_decoded(given[0]))
    except BadUser as error:
        raise HTTPException(400, f"The header {settings.web_user_header}: {error}.") from None


def is_among(address: str, networks: tuple[str, ...]) -> bool:
    """Return whether an address is in one of some networks."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in ipaddress.ip_network(one) for one in networks)


def is_direct(request: Request) -> bool:
    """Return whether a program of this machine asks, and no proxy on behalf of another.

    A proxy that tells nothing of its client still passes on the address of the page that a form comes from.
    """
    origin = urlsplit(request.headers.get("origin", "")).hostname
    if any(name in request.headers for name in FORWARDED) or (origin and origin not in LOOPBACK):
        return False
    return bool(request.client) and is_among(request.client.host if request.client else "", ("127.0.0.0/8", "::1"))


def _decoded(value: str) -> str:
    """Return a header's value in UTF-8, which most proxies send, or else as it is in Latin-1."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value
