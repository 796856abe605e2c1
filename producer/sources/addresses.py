"""Recognise private addresses, so that a public feed cannot redirect the producer into the internal network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from wiredesk.errors import BadData

LOOPBACK = "127.0.0.1"


def is_private(address: str) -> bool:
    """Return whether an IP address is not public: private, loopback, link-local, reserved or multicast."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    mapped = getattr(found, "ipv4_mapped", None)
    return not (mapped or found).is_global or found.is_multicast


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
    except ValueError as error:
        raise BadData(url, str(error)) from None
    if not parts.hostname or not port:
        raise BadData(url, "not an http or https address")
    return parts.scheme, parts.hostname.lower(), port


async def public_only(url: str) -> None:
    """Raise :class:`BadData` if any address of the URL's host is private."""
    _, host, port = origin(url)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise BadData(url, error.strerror or str(error)) from None
    if private := next((row[4][0] for row in found if is_private(str(row[4][0]))), None):
        raise private_redirect(url, str(private))


def private_redirect(url: str, address: str) -> BadData:
    """Return the error about a redirect to a private address."""
    return BadData(
        url, f"a redirect into a private network ({address})", "allow it with private = true if you trust its sender"
    )


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
