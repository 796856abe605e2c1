"""The id of a story as a URI, as ninjs and NewsML-G2 want it, and back."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

PREFIX = "urn:x-wiredesk:story:"
"""Begins the URI of a story whose id is no URI: the rest is the id, percent-encoded."""
_CHAR = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_PATH_CHAR = rf"(?:{_CHAR}|[:@])"
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?=.)"
    rf"(?://(?:(?:{_CHAR}|:)*@)?{_CHAR}*(?::[0-9]*)?(?:/{_PATH_CHAR}*)*|(?!//)(?:{_PATH_CHAR}|/)*)"
    rf"(?:\?(?:{_PATH_CHAR}|[/?])*)?(?:#(?:{_PATH_CHAR}|[/?])*)?"
)
"""RFC 3986, section 3: scheme, authority, path, query, fragment.

A URI with an IPv6 address as its host is not taken, so no square bracket is.
"""


def story_uri(id: str) -> str:
    """Return the id of a story if it is a URI, otherwise a URN that has it."""
    return id if _URI.fullmatch(id) and not id.startswith(PREFIX) else PREFIX + quote(id, safe="")


def story_id(uri: str | None) -> str | None:
    """Return the id of the story that a URI names; any URI of others is the id itself."""
    return unquote(uri.removeprefix(PREFIX)) if uri and uri.startswith(PREFIX) else uri
