"""``POST /wire``: an HTTP endpoint to push stories to, in any of the formats.

It answers 202 with the ids when the ledger has the stories, never before.  413: too large; 415: unknown format; 422:
cannot be read as a story; 503: the ledger is unavailable, or every place is taken.  Each error has its reason, as JSON.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
import zlib
from datetime import UTC, datetime
from typing import Literal

import uvicorn
from pydantic import Field
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from producer.formats import Envelope
from producer.formats.text.content_type import charset_of
from producer.ingest.batch import IngestResult
from producer.ingest.delivery import STOP_POLL_SECONDS, SourceHandle
from producer.ingest.intake import Intake, describe_error
from producer.sources.addresses import LOOPBACK, is_loopback
from producer.sources.daemon_thread import in_daemon_thread
from producer.sources.source_config import SourceConfig
from wiredesk.client_places import ClientPlaces, Visitor
from wiredesk.config_values import Secret
from wiredesk.errors import BadData, ConfigError, TooLarge, Unavailable, UnknownFormat
from wiredesk.safe_line import safe_line
from wiredesk.slow_clients import guard

MAX_UPLOADS = 32
"""Uploads served at once; further ones get a 503, so that they cannot use up the memory."""
MAX_UPLOADS_PER_ADDRESS = 24
"""Uploads of one client address at once: a quarter of the places is left for the others."""
MAX_CONNECTIONS = 256
"""Connections at once, most of which wait; a new one takes the place of the one that has waited longest."""
MAX_CONNECTIONS_PER_ADDRESS = 64
"""Connections of one client address at once, likewise."""
UPLOAD_SECONDS = 60.0
"""Time for one upload: 32 MB at 4 Mbit/s.  A slower sender would occupy a connection for too long."""
RETRY_SECONDS = 5
"""``Retry-After`` while the ledger is unavailable."""
KEEP_ALIVE_SECONDS = 5
"""An idle connection is closed after it."""
SHUTDOWN_SECONDS = 20
"""Uploads in progress may take so long when the producer stops; service managers kill it after 30 s or more."""


_RETRY = {"Retry-After": str(RETRY_SECONDS)}


class Endpoint(SourceConfig):
    """An endpoint's row in ``wire.toml``."""

    type: Literal["http"] = "http"
    host: str = Field(default=LOOPBACK, description="address to listen on")
    port: int = Field(default=8310, ge=0, le=65535, description="port; 0: any free one")
    token: Secret | None = Field(default=None, description="bearer token; required unless host is loopback")

    @property
    def name(self) -> str:
        return f"endpoint {self.host}:{self.port}"

    def run(self, scheduler: Intake) -> None:
        """Serve until the source is to stop; requests in progress are answered first.

        Raises:
            ConfigError: the address is in use, or other machines can reach it and no token is set.
        """
        if self.token is None and not is_loopback(self.host):
            raise ConfigError(self.name, "open to other machines without a token", 'give it token = "env:NAME"')
        bound = self._bind()
        bound.listen()  # whoever reads the address that is reported next can connect, and waits for the server
        handle = self.handle(scheduler)
        handle.report(f"POST http://{self.host}:{bound.getsockname()[1]}/wire")
        handle.work()
        try:
            token = self.token.get_secret_value() if self.token else None
            asyncio.run(_serve(application(handle, token, self.provider), bound, handle))
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


async def _serve(app: Starlette, bound: socket.socket, handle: SourceHandle) -> None:
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
        timeout_keep_alive=KEEP_ALIVE_SECONDS, timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )  # fmt: skip
    places = ClientPlaces(MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS)
    server = uvicorn.Server(guard(config, has_bodies=True, places=places))
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    while not handle.stop.is_set() and not serving.done():
        await asyncio.sleep(STOP_POLL_SECONDS)
    server.should_exit = True
    await serving


def application(handle: SourceHandle, token: str | None, provider: str | None = None) -> Starlette:
    """Return the endpoint as an ASGI application."""
    uploads = ClientPlaces(MAX_UPLOADS, MAX_UPLOADS_PER_ADDRESS)

    async def wire(request: Request) -> Response:
        if refusal := _refuse(request, token):
            return refusal
        place = Visitor(request.client.host if request.client else "", waiting_since=None)
        if not uploads.admit(place):
            return _error(503, "too many uploads at once", _RETRY)
        try:
            return await _take(request, handle, provider)
        finally:
            uploads.leave(place)

    return Starlette(routes=[Route("/wire", wire, methods=["POST"])])


async def _take(request: Request, handle: SourceHandle, provider: str | None) -> Response:
    """Deliver one upload and return its answer."""
    try:
        data = await _body(request, handle.limits.file_bytes)
        charset = charset_of(request.headers.get("content-type"))
        envelope = Envelope(charset=charset, received=datetime.now(UTC), provider=provider)
        label = f"{handle.name} POST"
        result = await in_daemon_thread(lambda: handle.deliver(data, label, envelope=envelope, wait=False))
    except TimeoutError:
        return _error(408, f"no whole upload within {UPLOAD_SECONDS:g} s")
    except ClientDisconnect:
        return Response(status_code=400)
    except BadData as error:
        return _error(_status(error), str(error))
    except Unavailable as error:
        return _error(503, str(error), _RETRY)
    except Exception as error:  # the sender keeps the story and learns that it was not accepted
        handle.report(f"an upload failed: {describe_error(error)}")
        return _error(500, "the upload failed; the producer's log says why")
    return _answer(result)


def _refuse(request: Request, token: str | None) -> Response | None:
    """Return the refusal of a request without the token or, if there is no token, from a web page in a browser."""
    if token is None:
        return _error(403, "not from a web page") if "origin" in request.headers else None
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode()):
        return None
    return _error(401, "the bearer token is missing or wrong", {"WWW-Authenticate": "Bearer"})


async def _body(request: Request, max_bytes: int) -> bytes:
    """Return the body, decompressed if it is gzip.  Raises :class:`TooLarge`, :class:`BadData`."""
    too_large = TooLarge("POST /wire", f"more than {max_bytes:,} bytes", "send the stories one by one")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > max_bytes:
        raise too_large
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip"):
        raise UnknownFormat("POST /wire", f"content encoding {encoding}", "send gzip, or no encoding")
    packed = zlib.decompressobj(31) if encoding == "gzip" else None
    data = bytearray()
    async with asyncio.timeout(UPLOAD_SECONDS):
        async for chunk in request.stream():
            try:
                data += packed.decompress(chunk, max_bytes + 1 - len(data)) if packed else chunk
            except zlib.error:
                raise BadData("POST /wire", "the gzip data are damaged") from None
            if len(data) > max_bytes:
                raise too_large
    if packed and not packed.eof:
        raise BadData("POST /wire", "the gzip data end too early")
    return bytes(data)


def _answer(result: IngestResult) -> Response:
    """Return what became of an upload: an error if everything was rejected, else the stories and the rejects."""
    if result.rejected and not (result.new or result.known or result.older):
        return _error(_status(result.rejected[0]), str(result.rejected[0]))
    stories = [
        {"id": id, "version": version, "known": known}
        for keys, known in ((result.new, False), ([*result.known, *result.older], True))
        for id, version in keys
    ]
    body = {
        "id": stories[0]["id"] if stories else None,
        "stories": stories,
        "skipped": [safe_line(str(part)) for part in result.skipped],
        "rejected": [safe_line(str(error)) for error in result.rejected],
    }
    return JSONResponse(body, 202 if stories else 200)


def _status(error: BadData) -> int:
    if isinstance(error, TooLarge):
        return 413
    return 415 if isinstance(error, UnknownFormat) else 422


def _error(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": safe_line(reason)}, status, headers)
