"""``wiredesk web``: the web desk."""

from __future__ import annotations

from typing import Annotated

import typer

from desk.cli_context import settings_of
from desk.views.terminal import console
from wiredesk.extras import require_extra


def web(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="address to listen on; default: loopback only")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="port; 0: any free port")] = None,
    prefix: Annotated[str, typer.Option(help="path under which a proxy serves the desk, such as /desk")] = "",
) -> None:
    """Serve the web desk, the JSON API and the metrics.

    Example: wiredesk web --port 8300
    """
    require_extra("web", "wiredesk web")
    from desk.web import server  # lazy: it imports FastAPI, which --help does not need

    settings = settings_of(context, web_host=host, web_port=port)
    listening = server.listen(settings)
    console(err=True).print(f"wiredesk: web desk at {server.address(listening)}{prefix}", markup=False)
    if not server.is_local(listening):
        console(err=True).print(f"wiredesk: {server.OPEN_PAGES}", markup=False)
    server.serve(settings, listening, prefix)
