"""The scope of an id: what is unique everywhere stands alone, all else is unique for its provider only.

docs/explanation/identity.md gives the reasons and other readers' practice.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from producer.formats.links import host, is_home_page, is_same_site, same_page

MAX_SCOPE_CHARS = 500
MIN_DECLARED_CHARS = 16
"""Characters of an identifier without a scheme that a format declares globally unique; a shorter one is a number."""
MIN_URN_CHARS = 8
"""Characters of a URN's own part; a shorter one, such as ``urn:west:7``, is unique for its provider at best."""
_URN = re.compile(r"urn:([a-z0-9][a-z0-9-]{0,31}):(.+)", re.IGNORECASE)
_TAG = re.compile(r"tag:[^,\s]+,\d{4}(?:-\d\d){0,2}:.+", re.IGNORECASE)
_UUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|[0-9a-f]{32,128}", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"[^\s@]+@[\w-]+(?:\.[\w-]+)+")
_PLACEHOLDER = re.compile(r"(?:null|none|nil|undefined|n/?a|nan|[\W_]*|[\W0_]{9,})", re.IGNORECASE)
"""What programs write where they have no id."""


@dataclass(frozen=True, slots=True)
class Namespace:
    """What a document says about the origin of its ids."""

    name: str | None = None
    """The scope of ids that are not unique everywhere; None: the provider's name is."""
    addresses: tuple[str, ...] = ()
    """Addresses of the provider itself, such as a feed's own and that of its site."""
    is_declared: bool = False
    """Whether the format declares its identifiers globally unique."""
    is_address: bool = False
    """Whether the id is the address from which the page itself came, as in a web archive."""


NO_NAMESPACE = Namespace()


def is_global(id: str, namespace: Namespace, url: str | None) -> bool:
    """Return whether an id is unique everywhere: by its form, or because its URL is of the provider's own host.

    Args:
        url: the address of the story, another sign of the provider's host.
    """
    if match := _URN.fullmatch(id):
        return namespace.is_declared or _is_global_urn(match[1].lower(), match[2])
    if _TAG.fullmatch(id) or _UUID.fullmatch(id) or _MESSAGE_ID.fullmatch(id):
        return True
    if id.lower().startswith(("http://", "https://")):
        own = [name for address in (*namespace.addresses, url) if (name := host(address))]
        return bool(host(id)) and (
            namespace.is_declared or not own or any(is_same_site(host(id), name) for name in own)
        )
    return namespace.is_declared and (":" in id or len(id) >= MIN_DECLARED_CHARS)


def _is_global_urn(kind: str, rest: str) -> bool:
    if kind == "newsml":
        return not _is_bare_newsml(rest) and rest.count(":") > 1
    return len(rest) >= MIN_URN_CHARS and not rest.isdigit()


def _is_bare_newsml(rest: str) -> bool:
    """Return whether ``provider:date:item`` has no item (NewsML 1.2, 5.5.3): a provider alone, or with a date."""
    parts = [part.strip() for part in rest.split(":")][:3]
    return len(parts) < 2 or not all(parts) or (len(parts) == 2 and re.match(r"\d{8}", parts[1]) is not None)


def why_no_id(id: str, namespace: Namespace) -> str:
    """Return why an identifier cannot identify a story, by its form; empty if it may."""
    if _PLACEHOLDER.fullmatch(id):
        return "it is a placeholder"
    if (match := re.fullmatch(r"urn:newsml(?::(.*))?", id, re.IGNORECASE)) and _is_bare_newsml(match[1] or ""):
        return "it names no item"
    if re.fullmatch(r"(?:urn(?::[^:]*)?|tag|https?|about|uuid):(?:/{0,3}|blank)|urn:uuid:[0-]*", id, re.IGNORECASE):
        return "it names nothing"
    if is_home_page(id) and not namespace.is_address:
        return "it is a home page"
    return "it is the address of the feed" if any(same_page(id, one) for one in namespace.addresses) else ""


def scope_of(id: str, namespace: Namespace, url: str | None, *names: str | None) -> str | None:
    """Return the scope of an id: None if it is unique everywhere, else the namespace or the first known name."""
    if is_global(id, namespace, url):
        return None
    name = next((name for name in (namespace.name, *names) if name), None)
    if name and len(name) > MAX_SCOPE_CHARS:
        return f"urn:x-wiredesk:scope:{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:40]}"
    return name
