"""Addresses of stories: resolved against their base, compared by site, and told from the address of a home page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urljoin, urlsplit

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOME = re.compile(
    r"/*(?:[a-z]{2}(?:[-_][a-z]{2})?(?:/+|\Z))?(?:(?:index|home|default|main)(?:\.[a-z]{2,5})?/?)?", re.I
)
"""Paths of home pages: none, ``/index.html``, ``/home``, and those of a language such as ``/en/`` and ``/en-gb``."""
_TRACKING = re.compile(r"utm_\w+|ref|source|lang|hl|fbclid|gclid", re.IGNORECASE)
"""Parameters that do not choose a page."""


def is_absolute(address: str) -> bool:
    """Return whether an address has a scheme."""
    return _ABSOLUTE.match(address) is not None


def absolute(address: str, base: str | None) -> str:
    """Return an address resolved against its base (RFC 3986, 5); unchanged if it is absolute or no base is known."""
    if is_absolute(address) or not base or not is_absolute(base):
        return address
    try:
        return urljoin(base, address)
    except ValueError:  # brackets without an IPv6 address
        return address


def host(address: str | None) -> str:
    """Return the host of an address in lower case, without ``www.``; empty if it has none."""
    try:
        return (urlsplit(address or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_same_site(one: str, other: str) -> bool:
    """Return whether two hosts belong to one provider: the same, one below the other, or both below one domain."""
    return bool(one and other) and (one == other or _domain(one) == _domain(other))


def _domain(name: str) -> str:
    """Return the part of a host that is registered: two labels, or three where the second is one such as ``co.uk``."""
    labels = name.split(".")
    if labels[-1].isdigit():  # an IPv4 address
        return name
    public = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if public else -2 :])


def is_home_page(address: str | None) -> bool:
    """Return whether an address, absolute or not, is that of a site's home page and not of one story."""
    if not address or not (is_absolute(address) or address.startswith("/")):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https") or parts.fragment:
        return False
    chosen = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)]
    return not chosen and _HOME.fullmatch(parts.path) is not None


def same_page(one: str, other: str) -> bool:
    """Return whether two addresses differ at most in scheme, ``www.`` and a final slash."""
    return _plain(one) == _plain(other)


def _plain(address: str) -> str:
    return re.sub(r"\A(?:https?:)?//(?:www\.)?", "", address.strip()).rstrip("/")
