"""``wiredesk mcp``: read-only tools for agents, over the Model Context Protocol."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of
from desk.views.terminal import console
from wiredesk.extras import require_extra


def mcp(
    context: typer.Context,
    http: Annotated[
        int | None,
        typer.Option(
            "--http",
            metavar="PORT",
            min=0,
            max=65535,
            show_default=False,
            help="serve HTTP on this port of the loopback instead of stdin and stdout; 0: any free port",
        ),
    ] = None,
) -> None:
    """Serve five read-only tools for agents: search, story, who_said_what, events, timeline.

    An agent's program starts it and talks to it over stdin and stdout.

    Example: wiredesk mcp

    Example: wiredesk mcp --http 8301
    """  # fmt: skip
    require_extra("mcp", "wiredesk mcp")
    # lazy: the package mcp is an extra, and takes long to import
    from desk.agents.mcp_http import serve_http
    from desk.agents.mcp_server import serve_stdio

    settings = settings_of(context)
    store = store_of(settings)
    if http is None:
        asyncio.run(serve_stdio(settings, store))
        return

    def tell(address: str) -> None:
        console(err=True).print(f"wiredesk: tools at {address}", markup=False)

    serve_http(settings, store, http, tell)
