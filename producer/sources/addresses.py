"""Recognise private addresses, so that nobody outside leads the producer into the internal network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from producer.sources.public_address import public_address
from wiredesk.errors import BadData, Unavailable

LOOPBACK = "127.0.0.1"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""The only IPv6 range from which public addresses are assigned (RFC 4291, 2.4; IANA's registry)."""
_TRANSLATED_PRIVATELY = (ipaddress.IPv6Network("64:ff9b:1::/48"),)
"""Addresses that the operator's own translator turns into any IPv4 address (RFC 8215)."""
_EMBEDDING = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 12),  # IPv4-mapped (RFC 4291, 2.5.5.2)
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 12),  # IPv4-translated (RFC 2765, 2.1)
    (ipaddress.IPv6Network("64:ff9b::/96"), 12),  # NAT64 (RFC 6052, 2.1)
    (ipaddress.IPv6Network("2002::/16"), 2),  # 6to4 (RFC 3056, 2)
)
"""Networks whose addresses hold an IPv4 address, and the byte at which it begins.  ``::a.b.c.d`` is deprecated, and so
never public."""


def is_private(address: str) -> bool:
    """Return whether an IP address is not public: private, loopback, link-local, reserved, multicast, or no address.

    An IPv6 address that a translator or tunnel turns into an IPv4 address is private if that one is.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if isinstance(found, ipaddress.IPv4Address):
        return not found.is_global or found.is_multicast
    if any(found in network for network in _TRANSLATED_PRIVATELY):
        return True
    if (at := next((at for network, at in _EMBEDDING if found in network), None)) is not None:
        inner = ipaddress.IPv4Address(found.packed[at : at + 4])
        return not inner.is_global or inner.is_multicast
    return found not in _GLOBAL_UNICAST or not found.is_global or found.is_multicast


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the connections of a source may lead: to public addresses, and into some networks."""

    networks: tuple[Network, ...] = ()
    cause: str = "a redirect into a private network"
    hint: str = "allow it with private = true if you trust its sender"

    def refuses(self, address: str) -> bool:
        """Return whether no connection may lead to an IP address."""
        if not is_private(address):
            return False
        try:
            found = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return True
        found = getattr(found, "ipv4_mapped", None) or found
        return not any(found in network for network in self.networks)

    def refusal(self, subject: str, address: str) -> BadData:
        """Return the error about a connection to an address that is refused."""
        return BadData(subject, f"{self.cause} ({address})", self.hint)

    def check(self, subject: str, addresses: Iterable[str]) -> None:
        """Check the addresses of a host.

        Raises:
            BadData: one of them is refused.
        """
        if refused := next(filter(self.refuses, addresses), None):
            raise self.refusal(subject, refused)

    def check_host(self, subject: str, host: str, port: int) -> None:
        """Resolve a host and check its addresses.

        Raises:
            BadData: one of them is refused.
            Unavailable: it has none.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Unavailable(subject, error.strerror or str(error)) from None
        self.check(subject, (str(row[4][0]) for row in found))


PUBLIC = Reach()
"""Where redirects may lead."""


def is_loopback(host: str) -> bool:
    """Return whether a listening address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an http or https URL.  Raises :class:`BadData` for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        raise BadData(public_address(url), "not a valid address") from None
    if not parts.hostname or not port:
        raise BadData(public_address(url), "not an http or https address")
    return parts.scheme, parts.hostname.lower(), port


async def require_reachable(url: str, reach: Reach) -> None:
    """Raise :class:`BadData` if any address of the URL's host is refused, :class:`Unavailable` if it has none."""
    _, host, port = origin(url)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unavailable(public_address(url), error.strerror or str(error)) from None
    reach.check(public_address(url), (str(row[4][0]) for row in found))


def host_and_port(address: str, default_port: int) -> tuple[str, int]:
    """Split ``9000``, ``:9000``, ``host:9000`` or ``[::1]:9000``; the host is loopback if it is missing.

    Raises:
        BadData: the port is not a number from 0 to 65535.
    """
    if address.isdigit():
        address = f":{address}"
    try:
        parts = urlsplit(f"//{address}")
        found = parts.port
    except ValueError:
        raise BadData(address, "not an address to listen on", "write HOST:PORT") from None
    return parts.hostname or LOOPBACK, default_port if found is None else found
