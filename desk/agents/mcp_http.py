"""The tools over HTTP: on the loopback only, because the protocol has no limits for strangers."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from desk.agents.mcp_server import PATH, http_app
from wiredesk.errors import Unavailable
from wiredesk.settings import Settings
from wiredesk.store import Store

LOOPBACK = "127.0.0.1"
SHUTDOWN_SECONDS = 2
"""Seconds that open answers get to finish after a signal."""


def serve_http(settings: Settings, store: Store, port: int, on_ready: Callable[[str], object]) -> None:
    """Serve until a signal ends the process; ``on_ready`` gets the address.

    Raises:
        Unavailable: the port is in use.
    """
    try:
        listening = socket.create_server((LOOPBACK, port))
    except OSError as error:
        cause = error.strerror or str(error)
        raise Unavailable(f"tools on {LOOPBACK}:{port}", cause, "choose another port with --http") from None
    on_ready(f"http://{LOOPBACK}:{listening.getsockname()[1]}{PATH}")
    config = uvicorn.Config(
        http_app(settings, store), log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])
