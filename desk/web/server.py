"""The web desk as a server: its socket, its address and uvicorn."""

from __future__ import annotations

import ipaddress
import socket

import uvicorn

from desk.web.app import create_app
from wiredesk.errors import Unavailable
from wiredesk.settings import Settings
from wiredesk.slow_clients import guard

LISTEN_BACKLOG = 512
"""Connections that wait to be accepted: more than a desk's readers when it restarts."""
KEEP_ALIVE_SECONDS = 15
"""Seconds that an idle connection is kept."""
SHUTDOWN_SECONDS = 2
"""Seconds that open answers get to finish after a signal."""
OPEN_PAGES = (
    "the pages need no token and are open to everybody who reaches this address; put a proxy with a login before it "
    "(docs/how-to/web.md)"
)
"""What is said where the desk listens to other machines: the setting ``web_token`` guards the API and the metrics."""
MAX_CONNECTIONS = 1000
"""Connections above which the answer is 503."""


def listen(settings: Settings) -> socket.socket:
    """Return the listening socket.

    Raises:
        Unavailable: the address is in use, or is not an address of this host.
    """
    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    try:
        listening = socket.create_server((settings.web_host, settings.web_port), family=family, backlog=LISTEN_BACKLOG)
    except OSError as error:
        place = f"{settings.web_host}:{settings.web_port}"
        cause = error.strerror or str(error)
        raise Unavailable(f"web desk on {place}", cause, "choose another --host or --port") from None
    # without it, headers and body wait up to 40 ms for each other (Nagle's algorithm and delayed acknowledgements)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def address(listening: socket.socket) -> str:
    """Return the URL at which a browser finds the desk."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def is_local(listening: socket.socket) -> bool:
    """Return whether only programs of this machine reach the desk."""
    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback


def serve(settings: Settings, listening: socket.socket, prefix: str = "") -> None:
    """Serve until a signal ends the process.

    Args:
        prefix: path under which a proxy serves the desk.

    Raises:
        StoreUnavailable, ConfigError: the store cannot be opened.
    """
    config = uvicorn.Config(
        create_app(settings, prefix=prefix.rstrip("/")),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        limit_concurrency=MAX_CONNECTIONS,
    )
    uvicorn.Server(guard(config, has_bodies=True)).run(sockets=[listening])
