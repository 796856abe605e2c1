"""An HTTP client for sinks: it follows no redirect, and refuses private addresses unless they are allowed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from producer.sources.addresses import is_private
from wiredesk import __version__

CONNECT_SECONDS = 10.0
"""Time for a connection."""


class PrivateTarget(httpcore.ConnectError):
    """The connection leads into a private network.  Its message is the address."""


class PublicBackend(httpcore.SyncBackend):
    """Opens connections, and closes those to private addresses before anything is sent.

    The address that was connected is looked at, not the name: a name may lead elsewhere at the second look-up.
    """

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        opened = super().connect_tcp(host, port, timeout, local_address, socket_options)
        peer = opened.get_extra_info("server_addr")
        if not peer or is_private(str(peer[0])):
            opened.close()
            raise PrivateTarget(str(peer[0]) if peer else host)
        return opened


def sink_client(seconds: float, *, connections: int, allow_private: bool) -> httpx.Client:
    """Return a client that keeps its connections.

    Args:
        seconds: time for each step of a request: send, next bytes.
        connections: requests at a time.
    """
    client = httpx.Client(
        headers={"user-agent": f"wiredesk/{__version__}"},
        timeout=httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS)),
        limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        follow_redirects=False,
        trust_env=allow_private,  # a proxy's own address may be private, and it would hide the target's
    )
    if not allow_private:
        # httpx has no parameter for the network backend of its connection pools
        pool = getattr(client._transport, "_pool", None)
        if not isinstance(pool, httpcore.ConnectionPool):  # never seen; better no message than one to anywhere
            raise TypeError("httpx has changed: its connection pool is not where it was")
        pool._network_backend = PublicBackend()
    return client
