"""Addresses of servers in rows of ``wire.toml``: what no client could connect to is refused when the row is read."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from pydantic import SecretStr


def usable(address: SecretStr, schemes: Collection[str], without_host: Collection[str] = ()) -> SecretStr:
    """Return an address as it is.

    Args:
        schemes: those that the sink understands; the first ones are named in the message.
        without_host: schemes of an address that may have a path alone.

    Raises:
        ValueError: its scheme is another one, it has no host, or its port is no port; the message does not repeat the
            address, which may have a password in it.
    """
    try:
        parts = urlsplit(address.get_secret_value())
        is_whole = bool(parts.hostname or (parts.path if parts.scheme in without_host else "")) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or parts.scheme not in {*schemes, *without_host}:
        raise ValueError(f"is no {' or '.join(f'{scheme}://' for scheme in schemes)} address")
    return address
