"""``wiredesk web``: the web desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from desk.cli_context import console, settings_of
from wiredesk.errors import Unavailable

if TYPE_CHECKING:
    import socket

    from wiredesk.settings import Settings


def web(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="address to listen on; default: loopback only")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="port; 0: any free one")] = None,
    prefix: Annotated[str, typer.Option(help="path under which a proxy serves it, such as /desk")] = "",
) -> None:
    """Serve the web desk, the JSON API and the metrics.

    Example: wiredesk web --port 8300
    """
    context.obj |= {"web_host": host, "web_port": port}
    settings = settings_of(context)
    listening = listen(settings)
    console(err=True).print(f"wiredesk: the desk is at {address(listening)}{prefix}", markup=False)
    serve(settings, listening, prefix)


def listen(settings: Settings) -> socket.socket:
    """The listening socket.

    Raises:
        Unavailable: the address is taken or not ours.
    """
    import socket

    family = socket.AF_INET6 if ":" in settings.web_host else socket.AF_INET
    try:
        listening = socket.create_server((settings.web_host, settings.web_port), family=family, backlog=512)
    except OSError as error:
        place = f"{settings.web_host}:{settings.web_port}"
        cause = error.strerror or str(error)
        raise Unavailable(f"web desk on {place}", cause, "give another --host or --port") from None
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else headers and body wait 40 ms for each other
    return listening


def address(listening: socket.socket) -> str:
    """Where a browser finds it."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve(settings: Settings, listening: socket.socket, prefix: str = "") -> None:
    """Serve until a signal ends it."""
    import uvicorn

    from desk.web.app import create_app
    from desk.web.slow_clients import Patience

    config = uvicorn.Config(
        create_app(settings, prefix=prefix.rstrip("/")),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        http=Patience,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=2,
        limit_concurrency=1000,
    )
    uvicorn.Server(config).run(sockets=[listening])
