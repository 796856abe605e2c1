"""``POST /wire``: an HTTP endpoint to push stories to, in any of the formats.

202 with the ids once the ledger has them, and never before.  413 too large, 415 in no format that wiredesk reads, 422
cannot be read as a story, 503 the ledger is away: each with its reason, as JSON.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
import zlib
from typing import Literal

import uvicorn
from pydantic import Field
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from producer.ingest.batch import Outcome
from producer.ingest.delivery import Line
from producer.ingest.scheduler import Intake
from producer.sources.addresses import LOOPBACK, is_loopback
from producer.sources.source_config import Secret, Spec
from wiredesk.errors import BadData, ConfigError, TooLarge, Unavailable, UnknownFormat

AT_ONCE = 32
"""Connections served at once; more are told to come back (503)."""
UPLOAD_SECONDS = 60.0
"""Seconds that one upload may take."""
RETRY_SECONDS = 5
LOOK = 0.1


class Endpoint(Spec):
    """An endpoint's row in ``wire.toml``."""

    type: Literal["http"] = "http"
    host: str = Field(default=LOOPBACK, description="address to listen on")
    port: int = Field(default=8310, ge=0, le=65535, description="port; 0: any free one")
    token: Secret | None = Field(default=None, description="bearer token; required unless host is loopback")

    @property
    def name(self) -> str:
        return f"endpoint {self.host}:{self.port}"

    def run(self, intake: Intake) -> None:
        """Serve until the intake is over; requests under way are answered first.

        Raises:
            ConfigError: the address is taken, or is open to others and has no token.
        """
        if self.token is None and not is_loopback(self.host):
            raise ConfigError(self.name, "open to other machines without a token", 'give it token = "env:NAME"')
        bound = self._bind()
        line = Line(intake, self.name, rate=self.rate)
        line.tell(f"POST http://{self.host}:{bound.getsockname()[1]}/wire")
        try:
            asyncio.run(_serve(application(line, self.token.get_secret_value() if self.token else None), bound, line))
        finally:
            bound.close()

    def _bind(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((self.host, self.port))
        except OSError as error:
            bound.close()
            raise ConfigError(self.name, error.strerror or str(error), "choose another host or port") from None
        return bound


async def _serve(app: Starlette, bound: socket.socket, line: Line) -> None:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="off", limit_concurrency=AT_ONCE,
        timeout_keep_alive=5, timeout_graceful_shutdown=20, ws="none",
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    while not line.over.is_set() and not serving.done():
        await asyncio.sleep(LOOK)
    server.should_exit = True
    await serving


def application(line: Line, token: str | None) -> Starlette:
    """The endpoint as an ASGI application."""

    async def wire(request: Request) -> Response:
        if refusal := _unwelcome(request, token):
            return refusal
        try:
            data = await _body(request, line.limits.file_bytes)
            outcome = await asyncio.to_thread(line.deliver, data, f"{line.name} POST", patient=False)
        except TimeoutError:
            return _error(408, f"no whole upload within {UPLOAD_SECONDS:g} s")
        except ClientDisconnect:
            return Response(status_code=400)
        except BadData as error:
            return _error(_status(error), str(error))
        except Unavailable as error:
            return _error(503, str(error), {"Retry-After": str(RETRY_SECONDS)})
        return _answer(outcome)

    return Starlette(routes=[Route("/wire", wire, methods=["POST"])])


def _unwelcome(request: Request, token: str | None) -> Response | None:
    """Who may not: strangers without the token and, where there is none, pages of other sites in a browser."""
    if token is None:
        return _error(403, "not from a web page") if "origin" in request.headers else None
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
        return None
    return _error(401, "the bearer token is missing or wrong", {"WWW-Authenticate": "Bearer"})


async def _body(request: Request, most: int) -> bytes:
    """The body, unpacked where it is gzip.  Raises :class:`TooLarge`, :class:`BadData`."""
    too_large = TooLarge("POST /wire", f"more than {most:,} bytes", "send the stories one by one")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise too_large
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip"):
        raise UnknownFormat("POST /wire", f"content encoding {encoding}", "send gzip, or no encoding")
    packed = zlib.decompressobj(31) if encoding == "gzip" else None
    data = bytearray()
    async with asyncio.timeout(UPLOAD_SECONDS):
        async for chunk in request.stream():
            try:
                data += packed.decompress(chunk, most + 1 - len(data)) if packed else chunk
            except zlib.error:
                raise BadData("POST /wire", "the gzip data are damaged") from None
            if len(data) > most:
                raise too_large
    if packed and not packed.eof:
        raise BadData("POST /wire", "the gzip data end too early")
    return bytes(data)


def _answer(outcome: Outcome) -> Response:
    """What became of an upload.  Nothing but rejects is an error; a reject among stories is told beside them."""
    if outcome.rejected and not (outcome.new or outcome.known):
        return _error(_status(outcome.rejected[0]), str(outcome.rejected[0]))
    stories = [
        {"id": id, "version": version, "known": known}
        for keys, known in ((outcome.new, False), (outcome.known, True))
        for id, version in keys
    ]
    body = {
        "id": stories[0]["id"] if stories else None,
        "stories": stories,
        "skipped": [str(part) for part in outcome.skipped],
        "rejected": [str(error) for error in outcome.rejected],
    }
    return JSONResponse(body, 202 if stories else 200)


def _status(error: BadData) -> int:
    if isinstance(error, TooLarge):
        return 413
    return 415 if isinstance(error, UnknownFormat) else 422


def _error(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": reason}, status, headers)
