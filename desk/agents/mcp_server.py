"""The server of the Model Context Protocol: it lists the tools and answers calls, over stdio or HTTP."""

from __future__ import annotations

import asyncio
from hmac import compare_digest
from importlib.metadata import version
from typing import Any

from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from desk.agents.agent_tools import TOOLS, answer
from desk.agents.fence import NOTE, fenced
from desk.agents.tool_arguments import parse
from desk.queries.query_syntax import BadQuery
from wiredesk.errors import WiredeskError
from wiredesk.settings import Settings
from wiredesk.store import Store

INSTRUCTIONS = f"""News stories with who, what, when, where and who said what. All tools only read. {NOTE}
Cite each statement with the id and version of its story. A quote belongs to its speaker, not to the wire."""
PATH = "/mcp"
"""The path of the server over HTTP."""


def make_server(settings: Settings, store: Store) -> Server[Any]:
    """Return the server of a store."""

    async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(name) for name in TOOLS])

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            text = await asyncio.to_thread(_called, settings, store, params.name, params.arguments or {})
        except WiredeskError as error:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)])

    return Server(
        "wiredesk", version=version("wiredesk"), instructions=INSTRUCTIONS, on_list_tools=list_tools,
        on_call_tool=call_tool,
    )  # fmt: skip


def _described(name: str) -> types.Tool:
    tool = TOOLS[name]
    return types.Tool(
        name=name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments.model_json_schema(),
        annotations=types.ToolAnnotations(title=tool.title, read_only_hint=True, open_world_hint=False),
    )


def _called(settings: Settings, store: Store, name: str, given: dict[str, Any]) -> str:
    """Return the text of an answer.

    Raises:
        WiredeskError: the call is invalid, or what it names does not exist.
    """
    if name not in TOOLS:
        raise BadQuery("tool", f'unknown tool "{name[:40]}"', f"one of {', '.join(TOOLS)}")
    tool = TOOLS[name]
    arguments = parse(tool.arguments, given)
    with store.read() as connection:
        return fenced(answer(connection, tool, arguments, settings.min_score))


async def serve_stdio(settings: Settings, store: Store) -> None:
    """Serve the program at the other end of stdin and stdout until it closes them."""
    server = make_server(settings, store)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def http_app(settings: Settings, store: Store) -> ASGIApp:
    """Return the server as an application; with the setting ``web_token`` each request needs it."""
    app = make_server(settings, store).streamable_http_app(streamable_http_path=PATH, stateless_http=True)
    token = settings.web_token
    return app if token is None else _with_token(app, token.get_secret_value())


def _with_token(app: ASGIApp, token: str) -> ASGIApp:
    wanted = f"bearer {token}".encode()

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scheme, _, value = dict(scope["headers"]).get(b"authorization", b"").partition(b" ")
            if not compare_digest(scheme.lower() + b" " + value.strip(), wanted):
                headers = {"WWW-Authenticate": 'Bearer realm="wiredesk"'}
                await PlainTextResponse("A bearer token is required.\n", 401, headers)(scope, receive, send)
                return
        await app(scope, receive, send)

    return guarded
