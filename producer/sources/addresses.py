"""Which addresses are private, so that a public feed cannot send the producer into the house's own network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from wiredesk.errors import BadData

LOOPBACK = "127.0.0.1"


def is_private(address: str) -> bool:
    """Whether an IP address is anything but a public one: private, loopback, link-local, reserved, multicast."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_global or found.is_multicast


def is_loopback(host: str) -> bool:
    """Whether a listening address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port.  Raises :class:`BadData` for a URL that has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError as error:
        raise BadData(url, str(error)) from None
    if not parts.hostname or not port:
        raise BadData(url, "not an http or https address")
    return parts.scheme, parts.hostname.lower(), port


async def public_only(url: str) -> None:
    """Raises :class:`BadData` where any address of the URL's host is private."""
    _, host, port = origin(url)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise BadData(url, error.strerror or str(error)) from None
    if private := next((row[4][0] for row in found if is_private(str(row[4][0]))), None):
        raise refused(url, str(private))


def refused(url: str, address: str) -> BadData:
    return BadData(
        url, f"a redirect into a private network ({address})", "allow it with private = true if you trust its sender"
    )


def host_and_port(address: str, port: int) -> tuple[str, int]:
    """``9000``, ``:9000``, ``host:9000`` and ``[::1]:9000`` as a pair; without a host loopback, else ``port``.

    Raises:
        BadData: the port is no number from 0 to 65535.
    """
    if address.isdigit():
        address = f":{address}"
    try:
        parts = urlsplit(f"//{address}")
        found = parts.port
    except ValueError:
        raise BadData(address, "no address to listen on", "write HOST:PORT") from None
    return parts.hostname or LOOPBACK, port if found is None else found
