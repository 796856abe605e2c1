"""The names under which a desk is served."""

from __future__ import annotations

LOOPBACK = ("localhost", "127.0.0.1", "::1")
"""Names of this machine."""


def host_name(header: str) -> str:
    """Return the host of a Host header without its port; an IPv6 address without its brackets."""
    header = header.strip().casefold()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.rpartition(":")[0] if header.count(":") == 1 else header
